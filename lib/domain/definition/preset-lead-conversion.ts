import { aucCriticalDefaults, aucWarningDefaults } from './alarm-settings.ts';
import type { DefinitionSettings } from './definition-settings.ts';
import { gateRule } from './gate-rules.ts';
import { commonDefaults, HOUR, twoWayGate } from './preset-defaults.ts';

/** Nightly retraining on AUC (S0). */
export const leadConversion: DefinitionSettings = {
  ...commonDefaults,
  schedules: [{ name: 'nightly', cron: '17 3 * * ? *', timeZone: 'UTC' }],
  window: { days: 180 },
  gate: {
    ...twoWayGate,
    rules: [gateRule('auc', 'absolute', { minimum: 0.01, strict: true })],
    artifactKilobytes: { warning: 100, maximum: 1_000 },
  },
  // every night may retrain, and events besides
  triggers: { ...commonDefaults.triggers, monthlyBudget: 40 },
  // the next night comes before a day has passed
  rollback: { ...commonDefaults.rollback, probationSeconds: 12 * HOUR },
  alarms: {
    ...commonDefaults.alarms,
    aucWarning: aucWarningDefaults,
    aucCritical: aucCriticalDefaults,
    accuracyDrop: null,
    responseMeanMilliseconds: 100,
    responseP95Milliseconds: 100,
  },
};
