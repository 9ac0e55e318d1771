import type { ParameterValue } from './trainer-settings.ts';

/** Values to try, by parameter. */
export type ParameterGrid = Readonly<Record<string, readonly ParameterValue[]>>;

type Parameters = Readonly<Record<string, ParameterValue>>;

// the fractional part of its multiples spreads over 0 to 1 as evenly as any
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

interface Search {
  readonly grid: ParameterGrid;
  /** Most combinations that are trained. */
  readonly budget: number;
}

/** How many combinations `gridCandidates` gives. */
export function candidateCount({ grid, budget }: Search): number {
  return Math.min(budget, combinationCount(grid));
}

function combinationCount(grid: ParameterGrid): number {
  return Object.values(grid).reduce((product, values) => product * values.length, 1);
}

/**
 * The combinations of a grid, each over the parameters given: all of them in order, or where there are more than the
 * budget so many that are spread evenly over them. The same grid gives the same ones.
 */
export function gridCandidates(parameters: Parameters, grid: ParameterGrid, budget: number): Parameters[] {
  const total = combinationCount(grid);
  if (total <= budget) return Array.from({ length: total }, (_, place) => combination(parameters, grid, place));
  const places = new Set<number>();
  for (let step = 1; places.size < budget; step += 1) places.add(Math.floor(((step * GOLDEN_RATIO) % 1) * total));
  return [...places].map((place) => combination(parameters, grid, place));
}

/** Counts through the grid like an odometer whose last parameter turns fastest. */
function combination(parameters: Parameters, grid: ParameterGrid, place: number): Parameters {
  let rest = place;
  const chosen = Object.entries(grid)
    .reverse()
    .map(([name, values]) => {
      const value = values[rest % values.length] as ParameterValue;
      rest = Math.floor(rest / values.length);
      return [name, value] as const;
    });
  return { ...parameters, ...Object.fromEntries(chosen.reverse()) };
}
