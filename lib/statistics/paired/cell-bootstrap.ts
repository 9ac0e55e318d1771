import { binomialQuantile } from '../distributions/binomial-quantile.ts';
import { uniformAt } from '../random-numbers.ts';
import { type BootstrapEstimate, estimateOf, RESAMPLES, type WeightedStatistic } from './paired-bootstrap.ts';

/** Rows that are alike in all that a statistic looks at. */
export interface Cell {
  /** Class of its rows: every resample has as many of each class as there are. */
  readonly stratum: number;
  /** How many rows. */
  readonly rows: number;
}

/**
 * The bootstrap of rows that fall into few cells: how many rows of a cell a resample holds is binomial, so a resample takes
 * as long as there are cells, whatever the number of rows. The statistic gets the number of rows in each cell.
 */
export function cellBootstrap(
  cells: readonly Cell[],
  statisticOf: WeightedStatistic,
  seed: number,
): BootstrapEstimate | null {
  const value = statisticOf(Float64Array.from(cells, ({ rows }) => rows));
  if (value === null) return null;
  const strata = cellsByStratum(cells);
  const drawn = new Float64Array(cells.length);
  const found = Array.from({ length: RESAMPLES }, (_, repetition) => {
    for (const indices of strata) {
      drawStratum(drawn, cells, indices, (index) => uniformAt(seed, 0, repetition, index));
    }
    return statisticOf(drawn);
  });
  return estimateOf(value, found);
}

/** The cells of each stratum by their positions. */
function cellsByStratum(cells: readonly Cell[]): readonly (readonly number[])[] {
  const strata = new Map<number, number[]>();
  for (const [index, { stratum }] of cells.entries()) {
    const known = strata.get(stratum);
    if (known === undefined) strata.set(stratum, [index]);
    else known.push(index);
  }
  return [...strata.values()];
}

/** A multinomial draw, cell by cell: of the rows that are left, each is in the next cell by its share of what is left. */
function drawStratum(
  drawn: Float64Array,
  cells: readonly Cell[],
  indices: readonly number[],
  uniform: (index: number) => number,
): void {
  let toDraw = indices.reduce((sum, index) => sum + (cells[index]?.rows ?? 0), 0);
  let left = toDraw;
  for (const index of indices) {
    const rows = cells[index]?.rows ?? 0;
    const count = binomialQuantile(uniform(index), toDraw, left === 0 ? 0 : rows / left);
    drawn[index] = count;
    toDraw -= count;
    left -= rows;
  }
}
