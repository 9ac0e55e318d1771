import { type MetricName, type WeightedMetric, weightedMetric } from '../../statistics/metrics/weighted-metrics.ts';
import { percentileInterval } from '../../statistics/paired/bootstrap-interval.ts';
import { cellBootstrap } from '../../statistics/paired/cell-bootstrap.ts';
import { type BootstrapEstimate, pairedBootstrap } from '../../statistics/paired/paired-bootstrap.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import { answerCells } from './answer-cells.ts';
import { measuredValue } from './rule-value.ts';
import { type Measure, measureKey, type ReadPair, type Uncertainty } from './uncertainty.ts';

interface Bootstrap {
  readonly confidence: number;
  readonly seed: number;
}

/** Uncertainty of what has no formula, by a bootstrap of the rows that keeps the number of each class; by `measureKey`. */
export function bootstrapUncertainties(
  measures: readonly Measure[],
  pair: ReadPair,
  bootstrap: Bootstrap,
): Record<string, Uncertainty | null> {
  return Object.fromEntries(
    measures.map((measure) => [measureKey(measure), bootstrapUncertainty(measure, pair, bootstrap)]),
  );
}

function bootstrapUncertainty(
  { metric, mode }: Measure,
  pair: ReadPair,
  { confidence, seed }: Bootstrap,
): Uncertainty | null {
  if (metric === 'failure-rate-reduction') return null;
  const championValue = weightedMetric(metric, pair.champion)(new Float64Array(pair.champion.actual.length).fill(1));
  const nothing = mode === 'relative' && Math.abs(championValue ?? 0) <= THRESHOLD_TOLERANCE;
  const measure = { metric, mode: nothing ? ('absolute' as const) : mode };
  const found = ofAnswers.includes(metric) ? resampleCells(measure, pair, seed) : resampleRows(measure, pair, seed);
  if (found === null) return null;
  const p = mode === 'floor' ? null : chanceOfNone(found.replicates);
  return { method: 'bootstrap', standardError: found.standardError, ...percentileInterval(found, confidence), p };
}

/** Metrics that do not look at probabilities. */
const ofAnswers: readonly MetricName[] = ['accuracy', 'f1', 'macro-f1'];

interface MetricMeasure {
  readonly metric: MetricName;
  readonly mode: Measure['mode'];
}

function resampleCells(measure: MetricMeasure, pair: ReadPair, seed: number): BootstrapEstimate | null {
  const { cells, pair: ofCells } = answerCells(pair);
  return cellBootstrap(cells, gainOf(measure, ofCells), seed);
}

function resampleRows(measure: MetricMeasure, pair: ReadPair, seed: number): BootstrapEstimate | null {
  const { actual } = pair.candidate;
  return pairedBootstrap(actual.length, gainOf(measure, pair), { seed, strata: actual });
}

/** The gain of rows under weights; null where it does not exist, or is a share of nothing. */
function gainOf({ metric, mode }: MetricMeasure, pair: ReadPair): WeightedMetric {
  const [candidate, champion] = [weightedMetric(metric, pair.candidate), weightedMetric(metric, pair.champion)];
  return (weights) => {
    const gain = measuredValue({ metric, mode }, candidate(weights), champion(weights));
    return gain === null || !Number.isFinite(gain) ? null : gain;
  };
}

/** Twice the rarer side of no difference among the resamples, which count as one more on each side. */
function chanceOfNone(replicates: readonly number[]): number {
  const below = replicates.filter((gain) => gain <= THRESHOLD_TOLERANCE).length;
  const above = replicates.filter((gain) => gain >= -THRESHOLD_TOLERANCE).length;
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (replicates.length + 1));
}
