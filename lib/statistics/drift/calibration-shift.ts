import { chiSquareSf } from '../distributions/chi-square.ts';
import { type BinStratum, pooledStrata, stratumOf } from './bin-strata.ts';

/** Rows of each bin of scores, and those of them whose label is the one that the scores are the probability of. */
export interface LabelledBins {
  readonly bins: readonly number[];
  readonly positives: readonly number[];
}

/** How far the share of a label has moved for the same scores. */
export interface CalibrationShift {
  readonly chiSquare: number;
  /** Bins that could be compared, after pooling. */
  readonly degrees: number;
  /** Chance of shares that are as far apart or farther where nothing has changed. */
  readonly pValue: number;
  /** Mean distance of the shares, weighted by the current rows; 0 to 1. */
  readonly effect: number;
}

/**
 * Whether a label is as frequent as it was for the same scores, whatever became of the scores themselves. With n_r, n_c
 * rows and k_r, k_c positives in a bin, N = n_r + n_c and K = k_r + k_c:
 *
 *     excess = k_c - n_c K / N        variance = n_r n_c K (N - K) / (N² (N - 1))
 *     χ² = Σ (Σ excess)² / Σ variance    over pooled bins; one degree of freedom each
 *     effect = Σ |Σ n_c (k_c / n_c - k_r / n_r)| / Σ n_c
 *
 * In a bin of its own that is the two-proportion comparison; the inner sums run over bins that are pooled because fewer
 * than 5 rows of a kind are expected. They are those of Cochran (1954) and of Mantel and Haenszel (1959), so that scores
 * that move within pooled bins are no shift of what they mean. Null where nothing can be compared. Throws a RangeError for
 * what is no count, and for counts of different bins.
 */
export function calibrationShift(reference: LabelledBins, current: LabelledBins): CalibrationShift | null {
  checkCounts(reference, 'reference');
  checkCounts(current, 'current');
  if (reference.bins.length !== current.bins.length) {
    throw new RangeError(
      `'current' should have the ${reference.bins.length} bins of the reference, got ${current.bins.length}`,
    );
  }
  const strata = reference.bins.flatMap((_, bin) => stratumOf(cellsOf(reference, bin), cellsOf(current, bin)) ?? []);
  const pooled = pooledStrata(strata.filter(({ variance }) => variance > 0));
  if (pooled.length === 0) return null;
  const chiSquare = sum(pooled, ({ excess, variance }) => excess ** 2 / variance);
  const moved = sum(pooled, ({ distance }) => Math.abs(distance));
  const effect = moved / sum(strata, ({ rows }) => rows);
  return { chiSquare, degrees: pooled.length, pValue: chiSquareSf(chiSquare, pooled.length), effect };
}

function cellsOf({ bins, positives }: LabelledBins, bin: number) {
  return { rows: bins[bin] ?? 0, positives: positives[bin] ?? 0 };
}

function checkCounts({ bins, positives }: LabelledBins, name: string): void {
  if (positives.length !== bins.length) {
    throw new RangeError(
      `'${name}.positives' should have a count for each of ${bins.length} bins, got ${positives.length}`,
    );
  }
  const broken = [...bins, ...positives].find((count) => !(Number.isInteger(count) && count >= 0));
  if (broken !== undefined) throw new RangeError(`'${name}' should have whole numbers from 0 on, got ${broken}`);
  for (const [bin, count] of positives.entries()) {
    const rows = bins[bin] ?? 0;
    if (count > rows) {
      throw new RangeError(`'${name}.positives[${bin}]' should be at most the ${rows} rows of its bin, got ${count}`);
    }
  }
}

function sum(strata: readonly BinStratum[], partOf: (stratum: BinStratum) => number): number {
  return strata.reduce((total, stratum) => total + partOf(stratum), 0);
}
