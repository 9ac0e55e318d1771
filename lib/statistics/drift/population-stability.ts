import { chiSquareQuantile } from '../distributions/chi-square.ts';
import { pairedShares } from './shares.ts';

/** Share that an emptier bin counts as; the others are not lowered for it. */
const SMALLEST_SHARE = 1e-4;

/**
 * Population stability index of two samples' counts: the sum over bins of (q - p) ln(q / p), both shares at least 1e-4.
 * Null where one of them is empty.
 */
export function populationStability(reference: readonly number[], current: readonly number[]): number | null {
  const shares = pairedShares(reference, current);
  if (shares === null) return null;
  return shares.reduce((sum, pair) => {
    const [expected, actual] = [Math.max(pair[0], SMALLEST_SHARE), Math.max(pair[1], SMALLEST_SHARE)];
    return sum + (actual - expected) * Math.log(actual / expected);
  }, 0);
}

interface StabilitySamples {
  /** Bins in use, the one for missing values among them. */
  readonly bins: number;
  /** Rows of each sample, those with a missing value among them. */
  readonly referenceRows: number;
  readonly currentRows: number;
}

/** Mean of the index where nothing drifted: (bins - 1)(1/n + 1/m), n and m being the rows of the samples. */
export function stabilityNoiseMean(samples: StabilitySamples): number {
  return noiseScale(samples) * (samples.bins - 1);
}

/**
 * What the index stays below with this probability where nothing drifted: (1/n + 1/m) times the quantile of chi-square
 * with one degree of freedom per bin but one; 0 for a single bin.
 */
export function stabilityNoiseFloor(samples: StabilitySamples, probability = 0.999): number {
  const scale = noiseScale(samples);
  return samples.bins === 1 ? 0 : scale * chiSquareQuantile(probability, samples.bins - 1);
}

function noiseScale({ bins, referenceRows, currentRows }: StabilitySamples): number {
  if (!(Number.isInteger(bins) && bins > 0)) throw new RangeError(`'bins' should be 1 or more, got ${bins}`);
  if (!(referenceRows > 0 && currentRows > 0)) {
    throw new RangeError(
      `'referenceRows' and 'currentRows' should be above 0, got ${referenceRows} and ${currentRows}`,
    );
  }
  return 1 / referenceRows + 1 / currentRows;
}
