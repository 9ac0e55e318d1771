import type { CanaryPlan } from './canary-plan.ts';
import type { GateSettings } from './gate-settings.ts';
import { defaultTrainer } from './trainer-settings.ts';

/** What the presets have in common; each preset states all that is its own. */

const MINUTE = 60;
export const HOUR = 3_600;

/** A tenth of the traffic for a day, a second day at most when evidence is thin. */
export const tenthForADay: CanaryPlan = {
  enabled: true,
  steps: [{ weight: 0.1, bakeSeconds: 24 * HOUR }],
  pollSeconds: 2 * MINUTE,
  maximumHoldSeconds: 24 * HOUR,
};

/** A gate that either promotes or rejects, without a person. */
export const twoWayGate: Omit<GateSettings, 'rules'> = {
  rejectBelow: null,
  between: 'reject',
  confidence: 0.9,
  // the systems behind the presets ask for their own gains and for nothing besides
  guardrails: [],
  slices: null,
  approval: 'none',
  smallerDataset: 'accept',
  changedSchema: 'accept',
  artifactKilobytes: null,
  experiment: { allocation: 0.5, minimumUsersPerArm: 10_000, alpha: 0.05 },
};

export const commonDefaults = {
  samples: { minimum: 50, trusted: 100, minimumNew: 0, maximumLabelShift: 0.2, maximumTenantShare: 0.9 },
  trainers: [defaultTrainer('logistic-regression')],
  triggers: {
    require: 'any',
    drift: null,
    performance: null,
    volume: null,
    cooldownSeconds: 24 * HOUR,
    monthlyBudget: 12,
  },
  canary: tenthForADay,
  limits: {
    canary: {
      minimumSuccessRate: 0.8,
      maximumErrorRate: 0.05,
      maximumResponseMilliseconds: 100,
      maximumAccuracyDrop: null,
    },
    promoted: {
      minimumSuccessRate: 0.75,
      maximumErrorRate: 0.1,
      maximumResponseMilliseconds: 200,
      maximumAccuracyDrop: null,
    },
  },
  rollback: { automatic: true, probationSeconds: 24 * HOUR, watchSeconds: HOUR },
  alarms: {
    challengerErrors: 5,
    aucWarning: null,
    aucCritical: null,
    accuracyDrop: 0.05,
    responseMeanMilliseconds: 200,
    responseP95Milliseconds: 200,
    staleAfterDays: 30,
  },
  retention: { functionVersions: 20, outcomeDays: 180, predictionDays: 90, logDays: 30 },
  memory: { trainMegabytes: 3_008, predictMegabytes: 512 },
  training: { engine: 'auto', spot: false, expectedRows: null },
  retry: { maximumAttempts: 3, intervalSeconds: 30 },
} as const;
