import { type Correction, direction, remember } from './curvature-memory.ts';
import { type SearchPoint, searchLine } from './line-search.ts';
import { difference, dot, largest } from './vectors.ts';

/** Value at a point; writes the gradient into the second argument. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** False when the iterations ran out. */
  readonly converged: boolean;
}

export interface StopRule {
  /** Largest absolute entry of the gradient at which the search ends. */
  readonly tolerance: number;
  readonly maximumIterations: number;
}

const SMALLEST_RELATIVE_DECREASE = 2.220446049250313e-9;

/**
 * Minimises a smooth convex function by limited-memory BFGS: Nocedal and Wright, Numerical Optimization, algorithms 7.4
 * and 7.5. Ends at a small gradient, at a relative decrease of at most 2.2e-9, or when the iterations run out. The same
 * input gives the same bits.
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  { tolerance, maximumIterations }: StopRule,
): Minimum {
  let point = start.slice();
  let gradient = new Float64Array(start.length);
  let value = objective(point, gradient);
  const corrections: Correction[] = [];
  for (let iteration = 0; iteration < maximumIterations; iteration += 1) {
    if (largest(gradient) <= tolerance) return { point, value, iterations: iteration, converged: true };
    const next = descend(
      objective,
      { point, gradient, value },
      direction(gradient, corrections),
      corrections.length === 0,
    );
    if (next === null) return { point, value, iterations: iteration, converged: true };
    remember(corrections, difference(next.point, point), difference(next.gradient, gradient));
    const decrease = (value - next.value) / Math.max(Math.abs(value), Math.abs(next.value), 1);
    ({ point, gradient, value } = next);
    if (decrease <= SMALLEST_RELATIVE_DECREASE) return { point, value, iterations: iteration + 1, converged: true };
  }
  return { point, value, iterations: maximumIterations, converged: largest(gradient) <= tolerance };
}

interface Evaluated {
  readonly point: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly value: number;
}

/** The next point along a direction; null where rounding hides any further decrease. */
function descend(objective: Objective, from: Evaluated, along: Float64Array, first: boolean): Evaluated | null {
  const point = from.point.slice();
  const gradient = from.gradient.slice();
  const evaluate = (step: number): SearchPoint => {
    for (let i = 0; i < point.length; i += 1) point[i] = (from.point[i] as number) + step * (along[i] as number);
    const value = objective(point, gradient);
    return { step, value, slope: dot(gradient, along) };
  };
  const origin = { step: 0, value: from.value, slope: dot(from.gradient, along) };
  // nothing is known about the scale before the first step
  const found = searchLine(evaluate, origin, first ? Math.min(1, 1 / Math.sqrt(dot(along, along))) : 1);
  return found === null ? null : { point, gradient, value: found.value };
}
