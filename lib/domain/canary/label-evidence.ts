import { logEvidence, RelativeSums } from '../../statistics/canary/e-process.ts';
import { matchedProportions } from '../../statistics/experiments/matched-proportions.ts';
import type { Proportion } from '../../statistics/experiments/proportion.ts';
import { stratifiedRatio } from '../../statistics/experiments/sample-ratio.ts';
import { type AccuracyDrop, accuracyDrop, LEAST_LABELS } from './accuracy-drop.ts';
import { type MetricBackground, wrongMetric } from './judged-metrics.ts';
import { type ArmTotal, armTotal, type ComparedArms, countedMinutes, eValue } from './metric-evidence.ts';
import type { CanaryMinute } from './release-counts.ts';
import { newestDispersion } from './traffic-dispersion.ts';

/** Why labels are not compared: they come for other shares of the answers of either arm. */
export interface UnequalLabels {
  /** Labels of the challenger, and those that it should have by its share of the answers. */
  readonly labelled: number;
  readonly expected: number;
  readonly pValue: number;
}

/** What the outcomes say of a canary's answers; answers of minutes in which both arms have labels. */
export interface LabelEvidence extends ComparedArms {
  /** Enough labels of both arms, which came for equal shares of their answers: they may roll back. */
  readonly compared: boolean;
  readonly unequal: UnequalLabels | null;
  /** Null where nothing is compared, or no drop is too large. */
  readonly drop: AccuracyDrop | null;
}

/**
 * Labels lie in the minute of their answer, so that within a minute those of both arms had the same time to come. Late ones
 * change what was seen before, so every look counts all minutes again. Only the odds of the two arms are compared: that a
 * model is wrong often is no fault where its champion is as well.
 */
export function labelEvidence(
  minutes: readonly CanaryMinute[],
  background: MetricBackground,
  maximumDrop: number | null,
): LabelEvidence {
  const shared = minutes.filter(({ challenger, champion }) => challenger.labelled > 0 && champion.labelled > 0);
  const [challenger, champion] = [
    armTotal(shared, 'challenger', wrongMetric),
    armTotal(shared, 'champion', wrongMetric),
  ];
  const arms = { metric: wrongMetric, challenger, champion };
  if (Math.min(challenger.total, champion.total) < LEAST_LABELS) {
    return { ...arms, rollBack: 1, compared: false, unequal: null, drop: null };
  }
  const unequal = unequalLabels(minutes);
  if (unequal !== null) return { ...arms, rollBack: 1, compared: false, unequal, drop: null };
  const drop = maximumDrop === null ? null : matchedDrop(shared, maximumDrop);
  return { ...arms, rollBack: relativeEvidence(shared, background), compared: true, unequal: null, drop };
}

function relativeEvidence(minutes: readonly CanaryMinute[], background: MetricBackground): number {
  const counted = countedMinutes(wrongMetric, minutes);
  const sums = new RelativeSums(wrongMetric.margin);
  for (const minute of counted) sums.add(minute);
  return eValue(logEvidence(sums.sums, newestDispersion(wrongMetric, counted, background).rollBack));
}

function unequalLabels(minutes: readonly CanaryMinute[]): UnequalLabels | null {
  const strata = minutes
    .filter(({ challenger, champion }) => challenger.answers > 0 && champion.answers > 0)
    .map(({ challenger, champion }) => ({
      first: challenger.labelled,
      second: champion.labelled,
      share: challenger.answers / (challenger.answers + champion.answers),
    }));
  const { mismatch, pValue } = stratifiedRatio(strata);
  if (!mismatch) return null;
  const labelled = strata.reduce((sum, { first }) => sum + first, 0);
  const expected = strata.reduce((sum, { first, second, share }) => sum + (first + second) * share, 0);
  return { labelled, expected, pValue };
}

function matchedDrop(minutes: readonly CanaryMinute[], limit: number): AccuracyDrop | null {
  const strata = minutes.map(({ challenger, champion }) => ({
    control: rightOf(wrongMetric.countsOf(champion)),
    variant: rightOf(wrongMetric.countsOf(challenger)),
  }));
  const arms = matchedProportions(strata);
  return arms && accuracyDrop(arms.variant, arms.control, limit);
}

/** Right answers of labelled ones. */
export function rightOf({ bad, total }: ArmTotal): Proportion {
  return { successes: total - bad, total };
}
