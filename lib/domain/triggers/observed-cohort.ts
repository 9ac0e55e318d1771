import type { PredictionRecord } from '../ports/outcome-store.ts';
import { type Cohort, labelMaturity, matureCohort } from './label-maturity.ts';
import { followedIn, type Observation, type ObservedOutcome } from './observed-outcomes.ts';

/**
 * The mature outcomes of a model version. How long labels take, and how many predictions get one, is estimated on a sample
 * of predictions, since the archive knows those only that have one; without a sample the delay is that of the labels.
 */
export function observedCohort(
  sample: readonly PredictionRecord[],
  observed: readonly ObservedOutcome[],
  observation: Observation,
): Pick<Cohort, 'labels' | 'scores' | 'coverage'> {
  const { now, lookbackDays } = observation;
  const followed = followedIn(sample, observed, observation);
  const labelled = observed.map(({ prediction }) => prediction);
  const maturity = labelMaturity(followed.length > 0 ? followed : labelled, now);
  const { labels, scores } = matureCohort(labelled, maturity, { now, lookbackDays });
  const { coverage } = matureCohort(followed, maturity, { now, lookbackDays });
  return { labels, scores, coverage };
}
