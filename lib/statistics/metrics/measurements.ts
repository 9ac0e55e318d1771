import { macroAuc, rocAuc } from './auc.ts';
import { accuracy, f1Score, macroF1, macroMean, precision, recall } from './class-agreement.ts';
import { brierScore, logLoss, multiclassBrierScore } from './probability-loss.ts';
import { type ReadScores, readScores, type ScoredLabels } from './read-scores.ts';

/** Numbers of one model on one set of rows; null is undefined there. Log-loss and Brier score are better when lower. */
export interface ClassificationMeasurements {
  rows: number;
  auc: number | null;
  accuracy: number | null;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  'macro-f1': number | null;
  'log-loss': number | null;
  brier: number | null;
}

/**
 * All metrics of one model. With a positive class, a row is predicted positive from a probability of 0.5 on. With several
 * classes, the most probable one is predicted (the first of equals), `auc` is the mean of one against the rest,
 * `precision`, `recall` and `f1` are macro averages too, and a label that is none of the classes is one to which the model gave the probability 0.
 */
export function measure(scored: ScoredLabels): ClassificationMeasurements {
  const read = readScores(scored);
  const { actual, predicted } = read;
  const ofClasses = (ofClass: typeof f1Score) =>
    read.positive === null ? macroMean(ofClass, actual, predicted) : ofClass(actual, predicted, read.positive);
  return {
    rows: actual.length,
    auc: areaOf(read),
    accuracy: accuracy(actual, predicted),
    precision: ofClasses(precision),
    recall: ofClasses(recall),
    f1: ofClasses(f1Score),
    'macro-f1': macroF1(actual, predicted),
    'log-loss': logLoss(read.ofTruth),
    brier: brierOf(read),
  };
}

function areaOf({ positive, actual, probabilities }: ReadScores): number | null {
  if (positive === null) return macroAuc(actual, probabilities);
  return rocAuc(
    actual.map((label) => label === positive),
    probabilities.map((row) => row[positive] ?? 0),
  );
}

function brierOf({ positive, actual, probabilities }: ReadScores): number | null {
  if (positive === null) return multiclassBrierScore(actual, probabilities);
  return brierScore(
    actual.map((label) => label === positive),
    probabilities.map((row) => row[positive] ?? 0),
  );
}
