/** Cells that the range of a sample is cut into. */
const CELLS = 8192;

/** What is known of a sample without having sorted it. */
export interface RankedValues {
  /** The value that would stand there, from 0, if the sample were sorted; one of the ranks that were asked for. */
  readonly valueAt: (rank: number) => number;
  /** How many values are at most this one, which lies between two neighbours among the ranks that were asked for. */
  readonly countAtMost: (value: number) => number;
}

/**
 * Finds the values at some ranks of finite values in any order. Only what shares a cell of their range with one of them is
 * sorted, which is nearly nothing of most samples, and all of one whose range is that of a single value far out.
 */
export function rankedValues(values: Float64Array, ranks: readonly number[]): RankedValues {
  const cellOf = cellsOf(values);
  const counts = new Uint32Array(CELLS);
  for (let row = 0; row < values.length; row += 1) {
    const cell = cellOf(values[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  const below = new Uint32Array(CELLS + 1);
  for (let cell = 0; cell < CELLS; cell += 1) below[cell + 1] = (below[cell] ?? 0) + (counts[cell] ?? 0);

  const cellOfRank = new Map(ranks.map((rank) => [rank, lastAtMost(below, rank)]));
  const wanted = new Uint8Array(CELLS);
  for (const cell of cellOfRank.values()) wanted[cell] = 1;
  const sorted = sortedCells(values, cellOf, wanted, counts);
  const startOf = startsOf(wanted, counts);

  return {
    valueAt: (rank) => {
      const cell = cellOfRank.get(rank) ?? Number.NaN;
      return sorted[(startOf[cell] ?? Number.NaN) + rank - (below[cell] ?? Number.NaN)] ?? Number.NaN;
    },
    countAtMost: (value) => {
      const cell = cellOf(value);
      const start = startOf[cell] ?? 0;
      // a cell that nothing was asked of is empty here, for its values would lie between the two neighbours
      const within = wanted[cell] === 1 ? upperBound(sorted, start, start + (counts[cell] ?? 0), value) - start : 0;
      return (below[cell] ?? 0) + within;
    },
  };
}

/** Rises with the value, as do all of its steps, however they are rounded. */
function cellsOf(values: Float64Array): (value: number) => number {
  const [low, high] = rangeOf(values);
  const scale = (CELLS - 1) / (high - low);
  // infinite where the range is next to nothing: a single cell has them all
  const usable = scale < Number.POSITIVE_INFINITY ? scale : 0;
  return (value) => ((value - low) * usable) | 0;
}

function rangeOf(values: Float64Array): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** The cell that the value at this rank is in: the last one with no more values than that before it. */
function lastAtMost(below: Uint32Array, rank: number): number {
  return upperBound(below, 0, CELLS, rank) - 1;
}

function sortedCells(
  values: Float64Array,
  cellOf: (value: number) => number,
  wanted: Uint8Array,
  counts: Uint32Array,
): Float64Array {
  const sorted = new Float64Array(counts.reduce((sum, count, cell) => sum + count * (wanted[cell] ?? 0), 0));
  for (let row = 0, next = 0; next < sorted.length; row += 1) {
    const value = values[row] as number;
    sorted[next] = value;
    next += wanted[cellOf(value)] as number;
  }
  return sorted.sort();
}

/** Where the values of each wanted cell begin among those of all wanted ones. */
function startsOf(wanted: Uint8Array, counts: Uint32Array): Uint32Array {
  let start = 0;
  return counts.map((count, cell) => {
    const own = start;
    start += wanted[cell] === 1 ? count : 0;
    return own;
  });
}

/** Index of the first value above this one between two places of a rising list. */
function upperBound(sorted: Float64Array | Uint32Array, from: number, to: number, value: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.NaN) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The values that are finite; the sample itself where all are. */
export function finiteValues(values: Float64Array): Float64Array {
  let count = 0;
  for (let row = 0; row < values.length; row += 1) count += Number.isFinite(values[row] as number) ? 1 : 0;
  if (count === values.length) return values;
  const finite = new Float64Array(count);
  for (let row = 0, next = 0; next < count; row += 1) {
    const value = values[row] as number;
    finite[next] = value;
    next += Number.isFinite(value) ? 1 : 0;
  }
  return finite;
}
