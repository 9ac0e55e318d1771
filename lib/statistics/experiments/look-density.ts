import { normalSf } from '../distributions/normal.ts';

/** z outside of which there is no probability that counts. */
const FARTHEST_Z = 8.5;
/** z beyond which the upper tail is no double any more. */
const UNDERFLOW_Z = 39;
const WIDEST_STEP = 0.05;
/** Of the next increment's standard deviation; Simpson's rule is off by its fourth power times 1/180. */
const STEP_SHARE = 0.25;
const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

/** Density of z at one look of a Brownian motion that has crossed no bound yet, on points an equal step apart. */
export interface LookDensity {
  readonly fraction: number;
  readonly step: number;
  /** Densities times the weights of Simpson's rule. */
  readonly masses: Float64Array;
}

/** At the first look, below its bound, on points that are close enough for the look at the next fraction. */
export function densityOfFirstLook(fraction: number, bound: number, nextFraction: number): LookDensity {
  return densityBelow(bound, fraction, nextFraction, standardDensity);
}

/** At a later look, from the density at the one before. */
export function densityAfter(before: LookDensity, fraction: number, bound: number, nextFraction: number): LookDensity {
  const deviation = Math.sqrt(fraction - before.fraction);
  const [now, then] = [Math.sqrt(fraction), Math.sqrt(before.fraction)];
  return densityBelow(bound, fraction, nextFraction, (z) => {
    const first = pointAtOrAfter(before, (z * now - FARTHEST_Z * deviation) / then);
    const last = pointAtOrAfter(before, (z * now + FARTHEST_Z * deviation) / then);
    let sum = 0;
    for (let point = first; point < last; point += 1) {
      sum += (before.masses[point] ?? 0) * standardDensity((z * now - zAt(before, point) * then) / deviation);
    }
    return (sum * now) / deviation;
  });
}

/** Probability of not having crossed before and being above this z now. */
export function probabilityAbove(before: LookDensity, fraction: number, bound: number): number {
  const deviation = Math.sqrt(fraction - before.fraction);
  const [now, then] = [Math.sqrt(fraction), Math.sqrt(before.fraction)];
  const first = pointAtOrAfter(before, (bound * now - UNDERFLOW_Z * deviation) / then);
  return before.masses
    .subarray(first)
    .reduce(
      (sum, mass, index) => sum + mass * normalSf((bound * now - zAt(before, first + index) * then) / deviation),
      0,
    );
}

function densityBelow(
  bound: number,
  fraction: number,
  nextFraction: number,
  densityAt: (z: number) => number,
): LookDensity {
  const width = Math.min(bound, FARTHEST_Z) + FARTHEST_Z;
  const closeEnough = Math.min(WIDEST_STEP, STEP_SHARE * Math.sqrt(nextFraction / fraction - 1));
  const steps = 2 * Math.ceil(width / closeEnough / 2);
  const step = width / steps;
  const masses = Float64Array.from({ length: steps + 1 }, (_, point) => {
    return simpsonWeight(point, steps) * step * densityAt(step * point - FARTHEST_Z);
  });
  return { fraction, step, masses };
}

function simpsonWeight(point: number, steps: number): number {
  if (point === 0 || point === steps) return 1 / 3;
  return point % 2 === 1 ? 4 / 3 : 2 / 3;
}

function zAt({ step }: LookDensity, point: number): number {
  return step * point - FARTHEST_Z;
}

function pointAtOrAfter({ step, masses }: LookDensity, z: number): number {
  return Math.min(Math.max(Math.ceil((z + FARTHEST_Z) / step), 0), masses.length);
}

function standardDensity(z: number): number {
  return DENSITY_AT_ZERO * Math.exp(-(z ** 2) / 2);
}
