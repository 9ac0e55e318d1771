import { bracketedRoot } from '../bracketed-root.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { THRESHOLD_TOLERANCE } from '../threshold-tolerance.ts';
import { densityAfter, densityOfFirstLook, type LookDensity, probabilityAbove } from './look-density.ts';

/** z that nothing is expected to exceed: the bound of a look that has next to nothing to spend. */
const HIGHEST_BOUND = 37;
const LOWEST_BOUND = -8;
const NOTHING = 1e-290;
const CLOSEST_FRACTIONS = 1e-4;

export interface SpendingPlan {
  /** Share of the planned units that each look has seen, rising, above 0 and up to 1. */
  readonly informationFractions: readonly number[];
  /** Chance, below 1/2, that a difference of nothing crosses a bound at one look or another. */
  readonly alpha: number;
  /** Of two sides each gets half of alpha. @default 1 */
  readonly sides?: 1 | 2;
  /** Spent by the fraction t is alpha t^power. @default 2 */
  readonly power?: number;
}

/**
 * Upper bounds of z, one a look (Lan and DeMets 1983), by recursive integration of the density of what has not crossed
 * (Armitage, McPherson and Rowe 1969). A bound depends on the looks until then only. Throws a RangeError for fractions
 * that do not rise by a ten-thousandth or more.
 */
export function spendingBounds({ informationFractions, alpha, sides = 1, power = 2 }: SpendingPlan): number[] {
  validateFractions(informationFractions);
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError(`'alpha' should be between 0 and 0.5, got ${alpha}`);
  if (!(power > 0)) throw new RangeError(`'power' should be above 0, for example 2, got ${power}`);
  const bounds: number[] = [];
  let before: LookDensity | undefined;
  let spent = 0;
  for (const [look, fraction] of informationFractions.entries()) {
    const spentNow = (alpha / sides) * fraction ** power;
    const bound = boundOf(before, fraction, spentNow - spent);
    bounds.push(bound);
    spent = spentNow;
    const next = informationFractions[look + 1];
    if (next === undefined) break;
    before = before ? densityAfter(before, fraction, bound, next) : densityOfFirstLook(fraction, bound, next);
  }
  return bounds;
}

/** The z that a process without an effect exceeds now, and has not before, with this probability. */
function boundOf(before: LookDensity | undefined, fraction: number, probability: number): number {
  if (probability < NOTHING) return HIGHEST_BOUND;
  if (before === undefined) return -normalQuantile(probability);
  // the logarithm is nearly a parabola, which the search finds the root of in a few steps
  const excess = (bound: number) =>
    Math.log(Math.max(probabilityAbove(before, fraction, bound), NOTHING / 2)) - Math.log(probability);
  return bracketedRoot(excess, LOWEST_BOUND, HIGHEST_BOUND);
}

function validateFractions(fractions: readonly number[]): void {
  const rising = fractions.every(
    (fraction, look) => fraction - (fractions[look - 1] ?? 0) >= CLOSEST_FRACTIONS - 1e-12,
  );
  if (!rising || (fractions.at(-1) ?? 2) > 1 + THRESHOLD_TOLERANCE) {
    throw new RangeError(
      `'informationFractions' should rise by ${CLOSEST_FRACTIONS} or more up to 1, for example [0.5, 1], got ${JSON.stringify(fractions)}`,
    );
  }
}
