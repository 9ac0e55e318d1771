import type { JobFields } from './boosting-kernel.ts';
import type { BoostingRows, BoostingSettings } from './boosting-task.ts';

const LARGEST_GRADIENT_SUM = 2 ** 31 - 2;
const LARGEST_HESSIAN_SUM = 2 ** 32 - 2;
// for what rounding up adds to a sum
const MARGIN = 0.98;
// with fewer rows a float32 could not hold the scaled gradient of one
const LEAST_ROWS = 4096;

/** What a gradient or hessian of 1 is in the integers that the kernel adds up; a sum over all rows fits 32 bits. */
export interface IntegerScales {
  readonly gradient: number;
  readonly hessian: number;
}

/** Of every class; of both classes where there is one output. */
export function classWeightsOf(rows: BoostingRows): Float64Array {
  return Float64Array.from({ length: Math.max(2, rows.outputs) }, (_, label) => rows.classWeights?.[label] ?? 1);
}

export function totalWeight(rows: BoostingRows): number {
  const weights = classWeightsOf(rows);
  return countLabels(rows.labels, weights.length).reduce((sum, count, label) => sum + count * (weights[label] ?? 0), 0);
}

function countLabels(labels: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** From the bounds of the log-loss: a gradient is at most 1, a hessian 1/4, or as XGBoost doubles it with softmax 1/2. */
export function integerScales(rows: BoostingRows): IntegerScales {
  const heaviest = classWeightsOf(rows).reduce((most, weight) => Math.max(most, weight), 0);
  const bound = Math.max(totalWeight(rows), LEAST_ROWS * heaviest) || 1;
  const largestHessian = rows.outputs === 1 ? 0.25 : 0.5;
  return {
    gradient: (MARGIN * LARGEST_GRADIENT_SUM) / bound,
    hessian: (MARGIN * LARGEST_HESSIAN_SUM) / (largestHessian * bound),
  };
}

/** The settings that growth compares with sums, in the units of those. */
export function settingsInUnits(settings: BoostingSettings, { gradient, hessian }: IntegerScales): JobFields {
  return {
    lambda: settings.l2Regularization * hessian,
    alpha: settings.l1Regularization * gradient,
    // XGBoost asks for a gain above 1e-6 too; some hessian, or there would be nothing to divide by
    leastHessian: Math.max(settings.minimumChildWeight, 1e-6) * hessian,
    leastGain: (Math.max(settings.minimumGain, 1e-6) * gradient ** 2) / hessian,
    valueScale: (settings.learningRate * hessian) / gradient,
    gainScale: hessian / gradient ** 2,
    coverScale: 1 / hessian,
  };
}
