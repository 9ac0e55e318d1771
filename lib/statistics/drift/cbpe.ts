import { rocAuc } from '../metrics/auc.ts';

/** One prediction whose outcome is not known yet. */
export interface UnlabelledPrediction {
  /** Calibrated probability of the positive class. */
  readonly probability: number;
  readonly predictedPositive: boolean;
  /** What the model ranks by. */
  readonly score: number;
}

/** What is to be expected of the rows once their labels are known; null is undefined there. */
export interface ExpectedPerformance {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly auc: number | null;
  /** Standard deviation that the accuracy has because the labels are drawn. */
  readonly accuracyDeviation: number | null;
}

/**
 * Performance without labels, as far as the probabilities are calibrated: every row counts as the positive class with its
 * probability, and as the negative one with the rest (CBPE of NannyML). Blind to a change of what the labels depend on.
 */
export function expectedPerformance(predictions: readonly UnlabelledPrediction[]): ExpectedPerformance {
  const positive = predictions.filter(({ predictedPositive }) => predictedPositive);
  const negative = predictions.filter(({ predictedPositive }) => !predictedPositive);
  const [truePositives, falsePositives] = [sumOf(positive, likely), sumOf(positive, unlikely)];
  const [falseNegatives, trueNegatives] = [sumOf(negative, likely), sumOf(negative, unlikely)];
  const rows = predictions.length;
  const variance = sumOf(predictions, (prediction) => likely(prediction) * unlikely(prediction));
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    accuracy: ratio(truePositives + trueNegatives, rows),
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    auc: expectedAuc(predictions),
    accuracyDeviation: ratio(Math.sqrt(variance), rows),
  };
}

/** The AUC of rows that are there twice, once with each label, weighted by its probability. */
function expectedAuc(predictions: readonly UnlabelledPrediction[]): number | null {
  const scores = predictions.map(({ score }) => score);
  return rocAuc(
    [...scores.map(() => true), ...scores.map(() => false)],
    [...scores, ...scores],
    [...predictions.map(likely), ...predictions.map(unlikely)],
  );
}

function likely({ probability }: UnlabelledPrediction): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`'probability' should be from 0 to 1, got ${probability}`);
  }
  return probability;
}

function unlikely(prediction: UnlabelledPrediction): number {
  return 1 - likely(prediction);
}

function sumOf(
  predictions: readonly UnlabelledPrediction[],
  shareOf: (prediction: UnlabelledPrediction) => number,
): number {
  return predictions.reduce((sum, prediction) => sum + shareOf(prediction), 0);
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
