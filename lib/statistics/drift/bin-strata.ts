import { THRESHOLD_TOLERANCE } from '../threshold-tolerance.ts';

/** Rows of a kind that are to be expected on each side, so that chi-square holds (Cochran 1954). */
const LEAST_EXPECTED = 5;

interface Cells {
  readonly rows: number;
  readonly positives: number;
}

/** What one bin, or several neighbours together, say about the shares of two samples. */
export interface BinStratum {
  /** Current rows. */
  readonly rows: number;
  /** Current positives beyond those of the share of both samples together. */
  readonly excess: number;
  /** Of the excess where both samples have one share, given the margins. */
  readonly variance: number;
  /** Current positives beyond those of the share of the reference. */
  readonly distance: number;
  /** Positives and negatives of each sample where both have one share. */
  readonly expected: readonly number[];
}

/** Null where one of the samples has no row. */
export function stratumOf(reference: Cells, current: Cells): BinStratum | null {
  if (reference.rows === 0 || current.rows === 0) return null;
  const rows = reference.rows + current.rows;
  const positives = reference.positives + current.positives;
  const share = positives / rows;
  return {
    rows: current.rows,
    excess: current.positives - current.rows * share,
    variance: (reference.rows * current.rows * share * (1 - share)) / (rows - 1),
    distance: current.positives - (current.rows * reference.positives) / reference.rows,
    expected: [reference.rows, current.rows].flatMap((side) => [side * share, side * (1 - share)]),
  };
}

/**
 * The strata, those with too few expected rows together with the smaller of their neighbours, or with both where these are
 * equal, so that it does not matter from which end one reads. None where all together are too few.
 */
export function pooledStrata(strata: readonly BinStratum[]): readonly BinStratum[] {
  const smallest = Math.min(...strata.map(leastExpected));
  if (strata.length === 0 || isAtMost(LEAST_EXPECTED, smallest)) return strata;
  return strata.length === 1 ? [] : pooledStrata(joined(strata, smallest));
}

/** The smallest ones together with a neighbour each. */
function joined(strata: readonly BinStratum[], smallest: number): BinStratum[] {
  const sizeAt = (index: number) => {
    const stratum = strata[index];
    return stratum === undefined ? Number.POSITIVE_INFINITY : leastExpected(stratum);
  };
  const joins = (index: number, neighbour: number) =>
    isAtMost(sizeAt(index), smallest) && isAtMost(sizeAt(neighbour), sizeAt(2 * index - neighbour));
  const groups: BinStratum[] = [];
  for (const [index, stratum] of strata.entries()) {
    const before = joins(index, index - 1) || joins(index - 1, index) ? groups.pop() : undefined;
    groups.push(before === undefined ? stratum : together(before, stratum));
  }
  return groups;
}

function together(one: BinStratum, other: BinStratum): BinStratum {
  return {
    rows: one.rows + other.rows,
    excess: one.excess + other.excess,
    variance: one.variance + other.variance,
    distance: one.distance + other.distance,
    expected: one.expected.map((count, cell) => count + (other.expected[cell] ?? 0)),
  };
}

function leastExpected({ expected }: BinStratum): number {
  return Math.min(...expected);
}

function isAtMost(value: number, limit: number): boolean {
  return value <= limit + THRESHOLD_TOLERANCE;
}
