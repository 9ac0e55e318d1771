import { normalSf } from '../distributions/normal.ts';
import { midranks } from '../midranks.ts';
import { rankSumTail } from './rank-sum-tail.ts';

/** Size up to which a sample without ties gets the exact chance, and the most pairs of values for which it is worth it. */
const SMALL_SAMPLE = 8;
const MOST_PAIRS_EXACT = 4_000;

export interface MannWhitneyTest {
  /** Pairs in which the sample's value is the larger one, equal ones counting half. */
  readonly u: number;
  readonly pTwoSided: number;
}

/**
 * Mann-Whitney U test that two samples come from one distribution; null where one is empty. Exact where one has at most 8
 * values and none are equal, else by the normal limit with corrections for ties and continuity; `'normal'` asks for that.
 */
export function mannWhitney(
  sample: readonly number[],
  other: readonly number[],
  method: 'exact-if-small' | 'normal' = 'exact-if-small',
): MannWhitneyTest | null {
  if (sample.length === 0 || other.length === 0) return null;
  const { lead, deviation, hasTies } = rankLead(sample, other);
  const pairs = sample.length * other.length;
  const isSmall = Math.min(sample.length, other.length) <= SMALL_SAMPLE && pairs <= MOST_PAIRS_EXACT && !hasTies;
  const tail =
    isSmall && method === 'exact-if-small'
      ? rankSumTail(pairs / 2 + Math.abs(lead), sample.length, other.length)
      : normalSf((Math.abs(lead) - 0.5) / deviation);
  return { u: lead + pairs / 2, pTwoSided: Math.min(1, 2 * tail) };
}

/**
 * By how much U exceeds half the pairs, and the standard deviation that this has where both samples come from one
 * distribution.
 */
export function rankLead(sample: readonly number[], other: readonly number[]) {
  const [n, m] = [sample.length, other.length];
  const { ranks, tieCorrection } = midranks([...sample, ...other]);
  const rankSum = ranks.slice(0, n).reduce((sum, rank) => sum + rank, 0);
  const spread = n + m + 1 - tieCorrection / ((n + m) * (n + m - 1));
  return {
    lead: rankSum - (n * (n + 1)) / 2 - (n * m) / 2,
    deviation: Math.sqrt((n * m * spread) / 12),
    hasTies: tieCorrection > 0,
  };
}
