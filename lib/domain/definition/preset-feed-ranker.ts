import type { DefinitionSettings } from './definition-settings.ts';
import { gateRule } from './gate-rules.ts';
import { commonDefaults, HOUR, tenthForADay, twoWayGate } from './preset-defaults.ts';
import { driftDefaults } from './trigger-settings.ts';

/** Comparison with an A/B test in between, and a canary in three steps (S3). */
export const feedRanker: DefinitionSettings = {
  ...commonDefaults,
  schedules: [{ name: 'weekly', cron: '0 0 ? * SUN *', timeZone: 'UTC' }],
  window: { days: 30 },
  gate: {
    ...twoWayGate,
    rules: [gateRule('auc', 'absolute', { minimum: 0.01, strict: false })],
    rejectBelow: -0.005,
    between: 'a-b-test',
    guardrails: [
      { metric: 'accuracy', margin: 0.005 },
      { metric: 'macro-f1', margin: 0.01 },
      { metric: 'log-loss', margin: 0.01 },
    ],
  },
  triggers: {
    ...commonDefaults.triggers,
    require: 'event',
    drift: driftDefaults,
    performance: { metric: 'auc', below: 0.65, lookbackDays: 30 },
    volume: { rows: 10_000 },
  },
  canary: {
    ...tenthForADay,
    // 1 % only answers "does it crash"; the evidence comes with the larger shares
    steps: [
      { weight: 0.01, bakeSeconds: HOUR },
      { weight: 0.1, bakeSeconds: 6 * HOUR },
      { weight: 0.5, bakeSeconds: 24 * HOUR },
    ],
    pollSeconds: 300,
  },
  retry: { maximumAttempts: 1, intervalSeconds: 300 },
};
