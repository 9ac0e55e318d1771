import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Parts } from './definition-parts.ts';
import { decimal, switchable, wholeNumber } from './definition-values.ts';
import type { SettingSource } from './setting-source.ts';

/** What a function version must keep to (S1-19, S1-23). */
export interface LimitEnvelope {
  /** 0..1 */
  readonly minimumSuccessRate: number;
  /** 0..1 */
  readonly maximumErrorRate: number;
  readonly maximumResponseMilliseconds: number;
  /**
   * How far accuracy on the outcomes of answers may be below that of the champion, or of the predecessor, in absolute points,
   * 0..1 (S4-16); `null` is off.
   */
  readonly maximumAccuracyDrop: number | null;
}

/** The limits of a challenger in canary, and those of a champion after promotion (C-5). */
export interface LimitEnvelopes {
  readonly canary: LimitEnvelope;
  readonly promoted: LimitEnvelope;
}

const envelopeSchema = z.strictObject(
  {
    minimumSuccessRate: decimal(0, 1, 0.8).optional(),
    maximumErrorRate: decimal(0, 1, 0.05).optional(),
    maximumResponseMilliseconds: wholeNumber(1, 900_000, 100).optional(),
    maximumAccuracyDrop: switchable(decimal(0, 1, 0.05), 'a number from 0 to 1, such as 0.05').optional(),
  },
  'should be an object such as {"minimumSuccessRate": 0.8, "maximumErrorRate": 0.05, "maximumResponseMilliseconds": 100}',
);

export const limitsSchema = z.strictObject(
  {
    canary: envelopeSchema.optional().describe('limits of a challenger in canary'),
    promoted: envelopeSchema.optional().describe('limits of a champion after promotion'),
  },
  'should be an object such as {"canary": {"maximumErrorRate": 0.05}}',
);

export function resolveLimits(given: Parts<z.infer<typeof limitsSchema>> = {}, preset: LimitEnvelopes): LimitEnvelopes {
  return {
    canary: resolveEnvelope(given.canary, preset.canary),
    promoted: resolveEnvelope(given.promoted, preset.promoted),
  };
}

function resolveEnvelope(given: Parts<z.infer<typeof envelopeSchema>> = {}, preset: LimitEnvelope): LimitEnvelope {
  const { maximumAccuracyDrop = preset.maximumAccuracyDrop, ...others } = given;
  return { ...preset, ...others, maximumAccuracyDrop: maximumAccuracyDrop === false ? null : maximumAccuracyDrop };
}

const isAbove = (canary: number, promoted: number) => canary > promoted;
const strictness = [
  { member: 'minimumSuccessRate', words: 'at least', laxer: (canary: number, promoted: number) => canary < promoted },
  { member: 'maximumErrorRate', words: 'at most', laxer: isAbove },
  { member: 'maximumResponseMilliseconds', words: 'at most', laxer: isAbove },
  { member: 'maximumAccuracyDrop', words: 'at most', laxer: isAbove },
] as const;

/** Canary limits that are laxer than those after promotion. */
export function limitProblems({ limits }: { readonly limits: LimitEnvelopes }, source: SettingSource): Problem[] {
  return strictness.flatMap(({ member, words, laxer }) => {
    const canary = limits.canary[member];
    const promoted = limits.promoted[member];
    // one that is off in either period is nothing to be stricter than
    if (canary === null || promoted === null || !laxer(canary, promoted)) return [];
    if (!source.intact(`limits.canary.${member}`, `limits.promoted.${member}`)) return [];
    const expected = `should be ${words} ${promoted}, the limit after promotion`;
    return [source.problem(['limits', 'canary', member], expected, canary)];
  });
}
