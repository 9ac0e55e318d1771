import type { DefinitionSettings } from './definition-settings.ts';
import { gateRule, PROCESS_HEAT_ACCURACY_FLOOR } from './gate-rules.ts';
import { commonDefaults, twoWayGate } from './preset-defaults.ts';
import { driftDefaults, performanceDefaults } from './trigger-settings.ts';

/** Retraining on triggers, 5 % better F1, audited (S2). */
export const processHeat: DefinitionSettings = {
  ...commonDefaults,
  schedules: [{ name: 'weekly', cron: '0 0 ? * SUN *', timeZone: 'UTC' }],
  window: { days: 90 },
  gate: {
    ...twoWayGate,
    rules: [
      gateRule(
        'f1',
        'relative',
        { minimum: 0.05, strict: false },
        { triggers: { schedule: { minimum: 0, strict: true }, drift: { minimum: 0, strict: false } } },
      ),
      gateRule('accuracy', 'floor', { minimum: PROCESS_HEAT_ACCURACY_FLOOR, strict: false }),
    ],
    approval: 'critical',
  },
  triggers: { ...commonDefaults.triggers, drift: driftDefaults, performance: performanceDefaults },
};
