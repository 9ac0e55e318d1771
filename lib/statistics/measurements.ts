import { macroAuc, rocAuc } from './auc.ts';
import { accuracy, f1Score, macroF1 } from './class-agreement.ts';
import { brierScore, logLoss, multiclassBrierScore } from './probability-loss.ts';

/** Numbers of one model on one set of rows; null is undefined there. Log-loss and Brier score are better when lower. */
export interface ClassificationMeasurements {
  rows: number;
  auc: number | null;
  accuracy: number | null;
  f1: number | null;
  'macro-f1': number | null;
  'log-loss': number | null;
  brier: number | null;
}

/** What was predicted of each row, and what its label turned out to be. */
export interface ScoredLabels {
  readonly labels: readonly string[];
  /** The positive class's probability, or one probability per class. */
  readonly scores: readonly (number | readonly number[])[];
  /** Every other label is negative; null where there is one probability per class. */
  readonly positiveClass: string | null;
  /** In the order of the probabilities; empty where there is a positive class. */
  readonly classes: readonly string[];
}

/**
 * All metrics of one model. With a positive class, a row is predicted positive from a probability of 0.5 on. With several
 * classes, the most probable one is predicted (the first of equals), `auc` is the mean of one against the rest, `f1` is
 * the macro average too, and a label that is none of the classes is one to which the model gave the probability 0.
 */
export function measure({ labels, scores, positiveClass, classes }: ScoredLabels): ClassificationMeasurements {
  if (positiveClass === null) {
    return measureClasses(
      labels,
      scores.map((score) => [score].flat()),
      classes,
    );
  }
  return measurePositive(
    labels.map((label) => label === positiveClass),
    scores.map(Number),
  );
}

function measurePositive(positives: readonly boolean[], probabilities: readonly number[]): ClassificationMeasurements {
  const actual = positives.map(Number);
  const predicted = probabilities.map((probability) => Number(probability >= 0.5));
  return {
    rows: positives.length,
    auc: rocAuc(positives, probabilities),
    accuracy: accuracy(actual, predicted),
    f1: f1Score(actual, predicted, 1),
    'macro-f1': macroF1(actual, predicted),
    'log-loss': logLoss(probabilities.map((probability, row) => (positives[row] ? probability : 1 - probability))),
    brier: brierScore(positives, probabilities),
  };
}

function measureClasses(
  labels: readonly string[],
  scores: readonly (readonly number[])[],
  classes: readonly string[],
): ClassificationMeasurements {
  const known = new Set(classes);
  const all = [...classes, ...new Set(labels.filter((label) => !known.has(label)))];
  const classIndex = new Map(all.map((label, index) => [label, index]));
  const actual = labels.map((label) => classIndex.get(label) ?? -1);
  const probabilities = scores.map((row) => all.map((_, index) => row[index] ?? 0));
  const predicted = probabilities.map((row) => row.indexOf(Math.max(...row)));
  const f1 = macroF1(actual, predicted);
  return {
    rows: labels.length,
    auc: macroAuc(actual, probabilities),
    accuracy: accuracy(actual, predicted),
    f1,
    'macro-f1': f1,
    'log-loss': logLoss(probabilities.map((row, index) => row[actual[index] ?? -1] ?? 0)),
    brier: multiclassBrierScore(actual, probabilities),
  };
}
