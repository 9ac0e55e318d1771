import { weightedAuc, weightedMacroAuc } from './auc.ts';
import { f1OfCounts } from './class-agreement.ts';
import type { ClassificationMeasurements } from './measurements.ts';
import { brierScore, logLoss, multiclassBrierScore } from './probability-loss.ts';
import type { ReadScores } from './read-scores.ts';

/** What a model can be compared by; precision and recall are for readers. */
export type MetricName = Exclude<keyof ClassificationMeasurements, 'rows' | 'precision' | 'recall'>;

/** A metric of rows of which each counts as often as its weight says; null where it is undefined on them. */
export type WeightedMetric = (weights: ArrayLike<number>) => number | null;

/** A metric of the same rows under weights that are told later, such as how often a bootstrap drew each. */
export function weightedMetric(metric: MetricName, read: ReadScores): WeightedMetric {
  switch (metric) {
    case 'auc':
      return areaReader(read);
    case 'accuracy':
      return weightedMean(read.actual.map((label, row) => Number(label === read.predicted[row])));
    case 'f1':
      return read.positive === null ? macroReader(read) : classReader(read, read.positive);
    case 'macro-f1':
      return macroReader(read);
    default:
      return weightedMean(rowLosses(metric, read));
  }
}

/** What each row adds to a loss that is a mean over rows. */
export function rowLosses(
  metric: 'log-loss' | 'brier',
  { positive, actual, probabilities, ofTruth }: ReadScores,
): number[] {
  if (metric === 'log-loss') return ofTruth.map((probability) => logLoss([probability]) ?? 0);
  return probabilities.map((row, index) => {
    const label = actual[index] ?? -1;
    const loss = positive === null ? multiclassBrierScore([label], [row]) : brierOf(label === positive, row[positive]);
    return loss ?? 0;
  });
}

function brierOf(isPositive: boolean, probability = 0): number | null {
  return brierScore([isPositive], [probability]);
}

function areaReader({ positive, actual, probabilities }: ReadScores): WeightedMetric {
  if (positive === null) return weightedMacroAuc(actual, probabilities);
  return weightedAuc(
    actual.map((label) => label === positive),
    probabilities.map((row) => row[positive] ?? 0),
  );
}

function weightedMean(values: readonly number[]): WeightedMetric {
  return (weights) => {
    let [sum, total] = [0, 0];
    for (const [row, value] of values.entries()) {
      const weight = weights[row] ?? 0;
      sum += weight * value;
      total += weight;
    }
    return total > 0 ? sum / total : null;
  };
}

/** Per class: rows that are it and were said to be, and the sum of those that are and those said to be. */
interface ClassCounts {
  readonly both: Float64Array;
  readonly either: Float64Array;
}

function countsReader({ actual, predicted, probabilities }: ReadScores): (weights: ArrayLike<number>) => ClassCounts {
  const classes = probabilities[0]?.length ?? 0;
  const [is, said] = [Uint32Array.from(actual), Uint32Array.from(predicted)];
  return (weights) => {
    const [both, either] = [new Float64Array(classes), new Float64Array(classes)];
    for (let row = 0; row < is.length; row += 1) {
      const [label, guess, weight] = [is[row] as number, said[row] as number, weights[row] as number];
      either[label] = (either[label] as number) + weight;
      either[guess] = (either[guess] as number) + weight;
      if (label === guess) both[label] = (both[label] as number) + weight;
    }
    return { both, either };
  };
}

function classReader(read: ReadScores, label: number): WeightedMetric {
  const countsOf = countsReader(read);
  return (weights) => {
    const { both, either } = countsOf(weights);
    return hasWeight(either) ? f1OfCounts(both[label] ?? 0, either[label] ?? 0) : null;
  };
}

/** Over the classes that occur or were predicted. */
function macroReader(read: ReadScores): WeightedMetric {
  const countsOf = countsReader(read);
  return (weights) => {
    const { both, either } = countsOf(weights);
    const scores = Array.from(either, (count, label) => (count > 0 ? f1OfCounts(both[label] ?? 0, count) : null));
    const known = scores.filter((score) => score !== null);
    return known.length === 0 ? null : known.reduce((sum, score) => sum + score, 0) / known.length;
  };
}

function hasWeight(counts: Float64Array): boolean {
  return counts.some((count) => count > 0);
}
