import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Parts } from './definition-parts.ts';
import { decimal, wholeNumber } from './definition-values.ts';
import type { SettingSource } from './setting-source.ts';

/** What a function version must keep to (S1-19, S1-23). */
export interface LimitEnvelope {
  /** 0..1 */
  readonly minimumSuccessRate: number;
  /** 0..1 */
  readonly maximumErrorRate: number;
  readonly maximumResponseMilliseconds: number;
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
    canary: { ...preset.canary, ...given.canary },
    promoted: { ...preset.promoted, ...given.promoted },
  };
}

const strictness = [
  { member: 'minimumSuccessRate', words: 'at least', laxer: (canary: number, promoted: number) => canary < promoted },
  { member: 'maximumErrorRate', words: 'at most', laxer: (canary: number, promoted: number) => canary > promoted },
  {
    member: 'maximumResponseMilliseconds',
    words: 'at most',
    laxer: (canary: number, promoted: number) => canary > promoted,
  },
] as const;

/** Canary limits that are laxer than those after promotion. */
export function limitProblems({ limits }: { readonly limits: LimitEnvelopes }, source: SettingSource): Problem[] {
  return strictness.flatMap(({ member, words, laxer }) => {
    const canary = limits.canary[member];
    const promoted = limits.promoted[member];
    if (!laxer(canary, promoted) || !source.intact(`limits.canary.${member}`, `limits.promoted.${member}`)) return [];
    const expected = `should be ${words} ${promoted}, the limit after promotion`;
    return [source.problem(['limits', 'canary', member], expected, canary)];
  });
}
