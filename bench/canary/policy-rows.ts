import { type BenchRow, row, rowBesidePeer, rowWithPeer } from '../bench-rows.ts';
import { ALPHA, ANCHOR, OURS, STEP_UP, STEP_UP_UNTEMPERED } from './methods.ts';
import type { PublishedFigures } from './published-figures.ts';
import { atLeast, atMost, type Results, summaryIn } from './results.ts';
import { ordinaryShare, type Scenario } from './scenario.ts';

/** The product's policy against the one that it has to match, whose false rollbacks are published. */
export function anchorRows(results: Results, { rows, repetitions }: PublishedFigures): BenchRow[] {
  return rows
    .filter(({ scenario, method }) => method === ANCHOR && results.has(scenario))
    .flatMap(({ scenario, p_c: canaryShare, alarm24h: share }) => {
      const ours = summaryIn(results, scenario, OURS);
      if (canaryShare === ordinaryShare) {
        const target = atMost(share, ours.repetitions);
        return [rowBesidePeer(`false rollbacks, ${scenario}, against the anchor`, ours.share, share, target)];
      }
      const { median } = summaryIn(results, scenario, ANCHOR);
      return [
        rowBesidePeer(`found, ${scenario}, against the anchor`, ours.share, share, atLeast(share, ours.repetitions)),
        // in a part of the repetitions the medians of both are apart by chance
        ...(Number.isFinite(median) && ours.repetitions === repetitions
          ? [rowWithPeer(`minutes to rollback, ${scenario}, against the anchor`, ours.median, median, '<=1')]
          : []),
      ];
    });
}

/** False rollbacks that the skip leaves in shared incidents, by the minute at which they begin, at 1, 10 and 100/s. */
const skipped: Readonly<Record<number, readonly number[]>> = {
  0: [0.0015, 0, 0],
  10: [0.0015, 0.001, 0.0005],
  60: [0.0015, 0.001, 0.0005],
};

export function skipRows(results: Results, scenarios: readonly Scenario[]): BenchRow[] {
  return scenarios
    .filter(({ name, incident, ramp, margin }) => results.has(name) && incident && !ramp && !margin)
    .flatMap(({ name, rate, incident }) => {
      const expected = skipped[incident?.from ?? -1]?.[Math.log10(rate)];
      if (expected === undefined) return [];
      const ours = summaryIn(results, name, OURS);
      const anchor = summaryIn(results, name, ANCHOR);
      const target = atMost(expected, ours.repetitions);
      return [
        rowBesidePeer(`false rollbacks, ${name}, against the policy without skip`, ours.share, anchor.share, target),
      ];
    });
}

interface StepUp {
  readonly canaryShare: number;
  readonly clumping: number;
  /** Share of canaries that step up, and the median minute, at 1, 10 and 100 requests a second. */
  readonly shares: readonly number[];
  readonly medians?: readonly number[];
}

const stepUps: readonly StepUp[] = [
  { canaryShare: 0.02, clumping: 0, shares: [0.999, 0.999, 0.999], medians: [37, 10, 10] },
  { canaryShare: 0.05, clumping: 0, shares: [0.04, 0.0065, 0] },
  { canaryShare: 0.1, clumping: 0, shares: [0, 0, 0] },
  { canaryShare: 0.02, clumping: 1, shares: [0.999, 0.997, 0.997], medians: [50, 18, 15] },
  { canaryShare: 0.05, clumping: 1, shares: [0.036, 0.011, 0.006] },
  { canaryShare: 0.1, clumping: 1, shares: [0, 0, 0] },
];

/**
 * Canaries that are shown to be below the limit: all good ones should be, and next to none that is at it or above. Medians
 * are those of the whole number of repetitions.
 */
export function stepUpRows(results: Results, scenarios: readonly Scenario[], whole: number): BenchRow[] {
  return scenarios
    .filter(({ name, incident, ramp, margin }) => results.has(name) && !incident && !ramp && !margin)
    .flatMap(({ name, rate, canaryShare, clumping = 0 }) => {
      const expected = stepUps.find((one) => one.canaryShare === canaryShare && one.clumping === clumping);
      const [share, median] = [expected?.shares, expected?.medians].map((figures) => figures?.[Math.log10(rate)]);
      if (share === undefined) return [];
      const ours = summaryIn(results, name, STEP_UP);
      const untempered = summaryIn(results, name, STEP_UP_UNTEMPERED);
      const isGood = canaryShare === ordinaryShare;
      const target = (isGood ? atLeast : atMost)(share, ours.repetitions);
      return [
        rowBesidePeer(`step-ups, ${name}, against those without dispersion`, ours.share, untempered.share, target),
        ...(median === undefined || ours.repetitions < whole
          ? []
          : [row(`minutes to the step-up, ${name}`, ours.median, `<=${median}`)]),
      ];
    });
}

/** Every equal canary that has no published figure: the product promises a chance of alpha. */
export function promiseRows(results: Results, scenarios: readonly Scenario[]): BenchRow[] {
  return scenarios
    .filter(({ name, canaryShare }) => results.has(name) && canaryShare === ordinaryShare)
    .map(({ name }) => {
      const ours = summaryIn(results, name, OURS);
      return row(`false rollbacks, ${name}`, ours.share, atMost(ALPHA, ours.repetitions));
    });
}
