import { type ClassificationMeasurements, measure } from '../../statistics/metrics/measurements.ts';
import { metricNames } from '../metric-names.ts';
import { type Cohort, type Maturity, maturityText } from './label-maturity.ts';
import type { Measurement } from './measurements.ts';

/** Mature labels below which nothing is done about performance, or about what scores mean. */
export const LEAST_MATURE_LABELS = 200;

/** Which labels the scores are about, as the model says. */
export interface LabelTerms {
  readonly positiveClass: string | null;
  readonly classes: readonly string[];
}

/** How a model does on the mature outcomes of its predictions. */
export interface CohortPerformance {
  /** Mature labels. */
  readonly n: number;
  readonly coverage: number | null;
  /** Why nothing can be said; null where something can. */
  readonly gap: string | null;
  /** Null where nothing can be said. */
  readonly measured: ClassificationMeasurements | null;
}

/** Measures a cohort, unless it has too few labels, or scores that are no probabilities. */
export function cohortPerformance(
  { labels, scores, coverage, maturity }: JudgedCohort & Pick<Cohort, 'coverage'>,
  terms: LabelTerms,
): CohortPerformance {
  const n = labels.length;
  const gap = cohortGap({ labels, scores, maturity });
  const { positiveClass, classes } = terms;
  return { n, coverage, gap, measured: gap === null ? measure({ labels, scores, positiveClass, classes }) : null };
}

export interface JudgedCohort extends Pick<Cohort, 'labels' | 'scores'> {
  /** When they counted as mature, as far as somebody wants to know. */
  readonly maturity?: Maturity | undefined;
}

/** Why nothing can be said of a cohort; null where something can. */
export function cohortGap({ labels, scores, maturity }: JudgedCohort): string | null {
  if (labels.length < LEAST_MATURE_LABELS) {
    const why = maturity === undefined ? '' : ` (${maturityText(maturity)})`;
    return `at least ${LEAST_MATURE_LABELS} are needed${why}`;
  }
  const broken = scores.flat().filter((score) => !(score >= 0 && score <= 1)).length;
  return broken > 0 ? `${broken} of their scores are no probabilities` : null;
}

/** The metric of each measure that a performance trigger can look at. */
export const performanceMetrics = {
  accuracy: metricNames.modelAccuracy,
  auc: metricNames.modelAuc,
  f1: metricNames.modelF1,
  'macro-f1': metricNames.modelMacroF1,
} as const;

/**
 * What that comes to in metrics, as far as it is defined; nothing where nothing can be said. `promoted` is the accuracy
 * that the model was promoted with, as far as it is known.
 */
export function performanceMeasurements({ measured }: CohortPerformance, promoted: number | undefined): Measurement[] {
  if (measured === null) return [];
  const kinds = Object.keys(performanceMetrics) as (keyof typeof performanceMetrics)[];
  const values = kinds.flatMap((kind) => {
    const value = measured[kind];
    return value === null ? [] : [{ name: performanceMetrics[kind], value }];
  });
  const { accuracy } = measured;
  if (accuracy === null || promoted === undefined) return values;
  return [...values, { name: metricNames.accuracyDrop, value: Math.max(0, promoted - accuracy) }];
}
