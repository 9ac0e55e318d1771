import { normalCdf, normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../interval.ts';
import { quantile } from '../quantiles.ts';
import { sampleMean } from '../sample-moments.ts';
import type { BootstrapEstimate } from './paired-bootstrap.ts';

/** From a quantile of the replicates to the one as far from the other end; throws a RangeError for no confidence. */
export function percentileInterval({ replicates }: BootstrapEstimate, confidence: number): Interval {
  const tail = tailOf(confidence);
  return { lower: quantile(replicates, tail), upper: quantile(replicates, 1 - tail) };
}

/** The percentile interval mirrored at the estimate. */
export function basicInterval(estimate: BootstrapEstimate, confidence: number): Interval {
  const { lower, upper } = percentileInterval(estimate, confidence);
  return { lower: 2 * estimate.value - upper, upper: 2 * estimate.value - lower };
}

/**
 * The bias-corrected and accelerated interval (Efron 1987) with the acceleration of jackknifed values. Null where the
 * estimate is beyond all replicates, or the correction beyond all quantiles.
 */
export function bcaInterval(
  { value, replicates }: BootstrapEstimate,
  jackknifed: readonly number[],
  confidence: number,
): Interval | null {
  const below = replicates.filter((replicate) => replicate < value).length;
  const atMost = replicates.filter((replicate) => replicate <= value).length;
  const bias = normalQuantile((below + atMost) / (2 * replicates.length));
  const z = normalQuantile(tailOf(confidence));
  const acceleration = accelerationOf(jackknifed);
  const [low, high] = [bias + z, bias - z].map((shifted) => shifted / (1 - acceleration * shifted));
  if (low === undefined || high === undefined || !(low < high && Number.isFinite(high - low))) return null;
  return { lower: quantile(replicates, normalCdf(bias + low)), upper: quantile(replicates, normalCdf(bias + high)) };
}

/** Skewness of the jackknifed values by 6 √n; 0 where they are all the same. */
function accelerationOf(jackknifed: readonly number[]): number {
  const mean = sampleMean(jackknifed) ?? 0;
  const sumOf = (power: number) => jackknifed.reduce((sum, value) => sum + (mean - value) ** power, 0);
  const squares = sumOf(2);
  return squares === 0 ? 0 : sumOf(3) / (6 * squares ** 1.5);
}

function tailOf(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`'confidence' should be between 0 and 1, for example 0.9, got ${confidence}`);
  }
  return (1 - confidence) / 2;
}
