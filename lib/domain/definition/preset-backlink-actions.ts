import type { DefinitionSettings } from './definition-settings.ts';
import { gateRule } from './gate-rules.ts';
import { commonDefaults, twoWayGate } from './preset-defaults.ts';

/** Weekly retraining with canary and rollback (S1). */
export const backlinkActions: DefinitionSettings = {
  ...commonDefaults,
  schedules: [{ name: 'weekly', cron: '0 2 ? * SUN *', timeZone: 'UTC' }],
  window: { days: 7 },
  samples: { ...commonDefaults.samples, minimumNew: 100 },
  gate: { ...twoWayGate, rules: betterAndAbove(0.8) },
};

/** Accuracy above the champion's, and not below a floor (S1-14). */
export function betterAndAbove(floor: number) {
  return [
    gateRule('accuracy', 'absolute', { minimum: 0, strict: true }),
    gateRule('accuracy', 'floor', { minimum: floor, strict: false }),
  ];
}
