import { type Cohort, labelMaturity, type Maturity, matureCohort } from './label-maturity.ts';
import type { Observation } from './observation.ts';
import type { ObservedOutcomes } from './observed-outcomes.ts';
import type { SampledPrediction } from './sampled-predictions.ts';

/** What is known of predictions that are old enough to be. */
export interface MatureOutcomes extends Pick<Cohort, 'labels' | 'scores' | 'coverage'> {
  readonly maturity: Maturity;
}

/**
 * The mature outcomes of a model version. How long labels take is estimated on a sample of predictions of all versions, and
 * how many predictions get one on those of the version, since the archive knows only those that have one.
 */
export function observedCohort(
  sampled: readonly SampledPrediction[],
  { labelled, labels: arrived }: ObservedOutcomes,
  { modelVersion, now, lookbackDays, delayDays }: Observation,
): MatureOutcomes {
  const followed = sampled.map((prediction) => ({ ...prediction, label: arrived.get(prediction.id) ?? null }));
  const maturity = labelMaturity(followed, now, delayDays);
  const window = { now, lookbackDays };
  const { labels, scores } = matureCohort(labelled, maturity, window);
  const own = followed.filter((prediction) => prediction.modelVersion === modelVersion);
  return { labels, scores, coverage: matureCohort(own, maturity, window).coverage, maturity };
}
