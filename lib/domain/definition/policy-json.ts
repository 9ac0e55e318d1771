import { z } from 'zod';
import { weekdayNames } from './cron-field.ts';
import type { DefinitionSettings } from './definition-settings.ts';
import { choice, decimal, flag, text, wholeNumber } from './definition-values.ts';
import type { LimitEnvelope } from './limit-envelopes.ts';
import { backlinkActions, betterAndAbove } from './preset-backlink-actions.ts';
import { HOUR } from './preset-defaults.ts';

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const thresholdsSchema = z.strictObject(
  {
    min_success_rate: decimal(0, 1, 0.8),
    max_error_rate: decimal(0, 1, 0.05),
    max_response_time_ms: wholeNumber(1, 900_000, 100),
  },
  'should be an object such as {"min_success_rate": 0.8, "max_error_rate": 0.05, "max_response_time_ms": 100}',
);

const percentageExpected = 'should be a share of traffic above 0 and below 1, such as 0.1';

/** The configuration file of the system behind the preset `backlink-actions`, taken as it is (S1-34). */
export const policyJsonSchema = z.strictObject(
  {
    retrain: z.strictObject(
      {
        schedule: choice(['weekly']),
        day: choice(weekdays),
        time: text('a time of day in UTC, such as "02:00"', /^([01]\d|2[0-3]):[0-5]\d$/),
        min_new_samples: wholeNumber(0, 100_000_000, 100),
        merge_strategy: choice(['append']),
        validation_threshold: decimal(0, 1, 0.8),
      },
      'should be an object such as {"schedule": "weekly", "day": "sunday", "time": "02:00", ...}',
    ),
    canary: z.strictObject(
      {
        enabled: flag(),
        percentage: z.number(percentageExpected).gt(0, percentageExpected).lt(1, percentageExpected),
        duration_hours: wholeNumber(1, 336, 24),
        thresholds: thresholdsSchema,
      },
      'should be an object such as {"enabled": true, "percentage": 0.1, "duration_hours": 24, ...}',
    ),
    rollback: z.strictObject(
      { auto_rollback: flag(), thresholds: thresholdsSchema },
      'should be an object such as {"auto_rollback": true, "thresholds": {...}}',
    ),
  },
  'should be an object with retrain, canary and rollback',
);

type PolicyJson = z.infer<typeof policyJsonSchema>;

/** Where the settings that a check may find fault with stand inside the JSON. */
export const policyJsonPaths: Readonly<Record<string, readonly string[]>> = {
  'limits.canary.minimumSuccessRate': ['policy', 'canary', 'thresholds', 'min_success_rate'],
  'limits.canary.maximumErrorRate': ['policy', 'canary', 'thresholds', 'max_error_rate'],
  'limits.canary.maximumResponseMilliseconds': ['policy', 'canary', 'thresholds', 'max_response_time_ms'],
};

/** The preset `backlink-actions` with the numbers of its own configuration file. */
export function policySettings({ retrain, canary, rollback }: PolicyJson): DefinitionSettings {
  const [hour, minute] = retrain.time.split(':').map(Number);
  const cron = `${minute} ${hour} ? * ${weekdayNames[weekdays.indexOf(retrain.day)]} *`;
  const steps = [{ weight: canary.percentage, bakeSeconds: canary.duration_hours * HOUR }];
  return {
    ...backlinkActions,
    schedules: [{ name: 'weekly', cron, timeZone: 'UTC' }],
    samples: { ...backlinkActions.samples, minimumNew: retrain.min_new_samples },
    gate: { ...backlinkActions.gate, rules: betterAndAbove(retrain.validation_threshold) },
    canary: { ...backlinkActions.canary, enabled: canary.enabled, steps },
    limits: { canary: envelope(canary.thresholds), promoted: envelope(rollback.thresholds) },
    rollback: { ...backlinkActions.rollback, automatic: rollback.auto_rollback },
  };
}

function envelope(thresholds: z.infer<typeof thresholdsSchema>): LimitEnvelope {
  return {
    minimumSuccessRate: thresholds.min_success_rate,
    maximumErrorRate: thresholds.max_error_rate,
    maximumResponseMilliseconds: thresholds.max_response_time_ms,
    maximumAccuracyDrop: null,
  };
}
