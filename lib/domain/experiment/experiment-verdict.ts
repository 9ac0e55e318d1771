import { fisherExactP, isTooSmallForZ } from '../../statistics/experiments/fisher-exact.ts';
import { type Proportion, rateOf } from '../../statistics/experiments/proportion.ts';
import { sampleRatio } from '../../statistics/experiments/sample-ratio.ts';
import { minimumDetectableEffect } from '../../statistics/experiments/sample-size.ts';
import { newcombeInterval, proportionZTest } from '../../statistics/experiments/two-proportions.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { shareText } from '../share-text.ts';

/** Users of each arm, and how many of them did what is hoped for, once. */
export interface ExperimentCounts {
  /** The champion's. */
  readonly control: Proportion;
  /** The challenger's. */
  readonly variant: Proportion;
}

export interface ExperimentVerdict {
  /** `invalid`: users were not assigned as planned; `running`: there are too few of them. */
  readonly verdict: 'invalid' | 'running' | 'promote' | 'keep' | 'reject';
  /** One sentence. */
  readonly reason: string;
  readonly rateA: number | null;
  readonly rateB: number | null;
  /** Of B over A, as a share of A's rate; null where A has none. */
  readonly lift: number | null;
  /** Two-sided; null where all users of both arms did the same. */
  readonly pValue: number | null;
  readonly significant: boolean;
  /** Newcombe's, of B's rate minus A's, at 1 - alpha. */
  readonly interval: readonly [number, number] | null;
  readonly sampleRatioPValue: number;
  /** Smallest rise that so many users find four times out of five. */
  readonly minimumDetectableEffect: number | null;
}

type Settings = ModelDefinition['gate']['experiment'];
type Numbers = Omit<ExperimentVerdict, 'verdict' | 'reason' | 'significant'>;

/**
 * Which of two models wins an experiment of a fixed length: the two-proportion z-test of the rates per user, or Fisher's
 * exact test where counts are too small for it, once both arms have their users. Throws a RangeError for more successes
 * than users.
 */
export function experimentVerdict(counts: ExperimentCounts, settings: Settings): ExperimentVerdict {
  const { control, variant } = counts;
  const ratio = sampleRatio([control.total, variant.total], [1 - settings.allocation, settings.allocation]);
  const numbers = { ...numbersOf(counts, settings), sampleRatioPValue: ratio.pValue };
  const open = ratio.mismatch ? misassigned(counts, settings) : tooFew(counts, settings);
  return { ...numbers, significant: false, ...(open ?? winner(numbers, settings)) };
}

type Answer = Pick<ExperimentVerdict, 'verdict' | 'reason'>;

function misassigned({ control, variant }: ExperimentCounts, { allocation }: Settings): Answer {
  const found = `${variant.total} of ${control.total + variant.total}`;
  const reason = `users were not assigned as planned: ${found}, ${shareText(allocation)} were to see the challenger`;
  return { verdict: 'invalid', reason };
}

function tooFew({ control, variant }: ExperimentCounts, { minimumUsersPerArm }: Settings): Answer | null {
  const users = Math.min(control.total, variant.total);
  if (users >= minimumUsersPerArm) return null;
  return { verdict: 'running', reason: `${users} users of the smaller arm are fewer than ${minimumUsersPerArm}` };
}

function winner(
  { rateA, rateB, pValue, minimumDetectableEffect: effect }: Numbers,
  { alpha }: Settings,
): Answer & Pick<ExperimentVerdict, 'significant'> {
  const [one, other, rise] = [rateA, rateB, effect].map((rate) => (rate === null ? 'unknown' : shareText(rate)));
  if (pValue === null || pValue > alpha + THRESHOLD_TOLERANCE) {
    const chance = pValue === null ? '' : `, p ${Number(pValue.toPrecision(3))}`;
    const reason = `no difference: ${other} against ${one}${chance}; a rise of ${rise} would be found`;
    return { verdict: 'keep', reason, significant: false };
  }
  const compared = `${other} against ${one}, p ${Number(pValue.toPrecision(3))}`;
  return (rateB ?? 0) > (rateA ?? 0)
    ? { verdict: 'promote', reason: `the challenger is better: ${compared}`, significant: true }
    : { verdict: 'reject', reason: `the challenger is worse: ${compared}`, significant: true };
}

const nothing = { rateA: null, rateB: null, lift: null, pValue: null, interval: null, minimumDetectableEffect: null };

function numbersOf({ control, variant }: ExperimentCounts, { alpha }: Settings): Omit<Numbers, 'sampleRatioPValue'> {
  const perArm = Math.min(control.total, variant.total);
  if (perArm === 0) return nothing;
  const [rateA, rateB] = [rateOf(control), rateOf(variant)];
  const { lower, upper } = newcombeInterval(control, variant, 1 - alpha);
  return {
    rateA,
    rateB,
    lift: rateA === 0 ? null : rateB / rateA - 1,
    pValue: pValueOf(control, variant),
    interval: [lower, upper],
    minimumDetectableEffect: rateA > 0 && rateA < 1 ? minimumDetectableEffect({ rate: rateA, perArm, alpha }) : null,
  };
}

function pValueOf(control: Proportion, variant: Proportion): number | null {
  const byZ = proportionZTest(control, variant);
  if (byZ === null) return null;
  return isTooSmallForZ(control, variant) ? fisherExactP(control, variant) : byZ.pTwoSided;
}
