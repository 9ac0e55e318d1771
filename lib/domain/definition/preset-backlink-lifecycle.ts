import type { DefinitionSettings } from './definition-settings.ts';
import { gateRule } from './gate-rules.ts';
import { commonDefaults, twoWayGate } from './preset-defaults.ts';

/** In canary and in probation (S4-16). */
const MAXIMUM_ACCURACY_DROP = 0.05;

/** Weekly retraining with three gains to show, on a data set that never shrinks (S4). */
export const backlinkLifecycle: DefinitionSettings = {
  ...commonDefaults,
  schedules: [{ name: 'weekly', cron: '0 2 ? * SUN *', timeZone: 'UTC' }],
  window: { days: 7 },
  gate: {
    ...twoWayGate,
    rules: [
      gateRule('accuracy', 'absolute', { minimum: 0.01, strict: false }),
      // the F1 that the source system records is the macro average (S4-11)
      gateRule('macro-f1', 'absolute', { minimum: 0.01, strict: false }),
      gateRule('failure-rate-reduction', 'relative', { minimum: 0.05, strict: false }),
    ],
    smallerDataset: 'refuse',
  },
  limits: {
    canary: { ...commonDefaults.limits.canary, maximumAccuracyDrop: MAXIMUM_ACCURACY_DROP },
    promoted: { ...commonDefaults.limits.promoted, maximumAccuracyDrop: MAXIMUM_ACCURACY_DROP },
  },
};
