import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Parts } from './definition-parts.ts';
import { decimal, switchable, wholeNumber } from './definition-values.ts';
import type { SettingSource } from './setting-source.ts';

/** Which outcomes a training reads: those of the last days (S2-19: 7 to 730), or those since the last training. */
export type TrainingWindow = { readonly days: number } | { readonly since: 'last-retrain' };

/** How many rows a training needs, and how they may be spread. */
export interface SampleCounts {
  /** Below it no model is trained (S0-08). */
  readonly minimum: number;
  /** Below it the model is only provisional (S0-09). */
  readonly trusted: number;
  /** Below so many new rows the execution is skipped (S1-07). */
  readonly minimumNew: number;
  /** Above this difference of a label's share from the last snapshot, if it is no accident, training stops; `null` never. */
  readonly maximumLabelShift: number | null;
  /** Above this share of rows of one tenant training stops (S0-30); `null` never. */
  readonly maximumTenantShare: number | null;
}

const MOST_ROWS = 100_000_000;

export const windowSchema = z
  .union(
    [
      z.strictObject({ days: wholeNumber(7, 730, 90) }),
      z.strictObject({ since: z.literal('last-retrain', 'should be "last-retrain"') }),
    ],
    'should be either {"days": 90} or {"since": "last-retrain"}',
  )
  .describe('which outcomes a training reads');

export const samplesSchema = z.strictObject(
  {
    minimum: wholeNumber(1, MOST_ROWS, 50).optional().describe('below it no model is trained'),
    trusted: wholeNumber(1, MOST_ROWS, 100).optional().describe('below it the model is only provisional'),
    minimumNew: wholeNumber(0, MOST_ROWS, 100).optional().describe('below so many new rows the execution is skipped'),
    maximumLabelShift: switchable(decimal(0, 1, 0.2), 'a number from 0 to 1, such as 0.2')
      .optional()
      .describe('above this difference of the share of a label from the last snapshot training stops'),
    maximumTenantShare: switchable(decimal(0, 1, 0.9), 'a number from 0 to 1, such as 0.9')
      .optional()
      .describe('above this share of rows of one tenant training stops'),
  },
  'should be an object such as {"minimum": 50, "trusted": 100, "minimumNew": 0}',
);

export function resolveWindow(
  given: Parts<z.infer<typeof windowSchema>> | undefined,
  preset: TrainingWindow,
): TrainingWindow {
  if (given === undefined) return preset;
  if ('since' in given && given.since !== undefined) return { since: given.since };
  return 'days' in given && given.days !== undefined ? { days: given.days } : preset;
}

export function resolveSamples(given: Parts<z.infer<typeof samplesSchema>> = {}, preset: SampleCounts): SampleCounts {
  const limit = (value: number | false | undefined, otherwise: number | null) =>
    value === false ? null : (value ?? otherwise);
  return {
    minimum: given.minimum ?? preset.minimum,
    trusted: given.trusted ?? preset.trusted,
    minimumNew: given.minimumNew ?? preset.minimumNew,
    maximumLabelShift: limit(given.maximumLabelShift, preset.maximumLabelShift),
    maximumTenantShare: limit(given.maximumTenantShare, preset.maximumTenantShare),
  };
}

export function sampleProblems({ samples }: { readonly samples: SampleCounts }, source: SettingSource): Problem[] {
  if (samples.trusted >= samples.minimum || !source.intact('samples.minimum', 'samples.trusted')) return [];
  const expected = `should be at least ${samples.minimum}, the minimum to train at all`;
  return [source.problem(['samples', 'trusted'], expected, samples.trusted)];
}
