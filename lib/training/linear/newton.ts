import { solvePositiveDefinite } from './cholesky.ts';
import type { Minimum, StopRule } from './l-bfgs.ts';
import { dot, largest } from './vectors.ts';

/** Value at a point; writes the gradient and, if there is a third argument, the lower triangle of the second derivatives. */
export type CurvedObjective = (point: Float64Array, gradient: Float64Array, curvature?: Float64Array) => number;

const MOST_HALVINGS = 10;
const SUFFICIENT_DECREASE = 1e-4;
// of what is left to gain, by the quadratic that Newton's method minimises
const SMALLEST_RELATIVE_DECREASE = 1e-9;

/**
 * Minimises a smooth convex function by Newton's method with step halving (Boyd and Vandenberghe, Convex Optimization,
 * 9.5). The last step is taken unseen, since what it gains is known beforehand. Not converged where the iterations run
 * out, or where rounding spoils the curvature.
 */
export function minimiseByNewton(objective: CurvedObjective, start: Float64Array, rule: StopRule): Minimum {
  const curvature = new Float64Array(start.length ** 2);
  const gradient = new Float64Array(start.length);
  let point: Float64Array = start.slice();
  let value = objective(point, gradient, curvature);
  for (let iterations = 0; iterations < rule.maximumIterations; iterations += 1) {
    if (largest(gradient) <= rule.tolerance) return { point, value, iterations, converged: true };
    const step = solvePositiveDefinite(curvature, gradient);
    if (step === null) return { point, value, iterations, converged: false };
    const decrement = dot(step, gradient);
    if (decrement / 2 <= SMALLEST_RELATIVE_DECREASE * Math.max(Math.abs(value), 1)) {
      return {
        point: moved(point, step, 1),
        value: value - decrement / 2,
        iterations: iterations + 1,
        converged: true,
      };
    }
    const next = descend(objective, { point, value, step, decrement }, gradient, curvature);
    if (next === null) return { point, value, iterations, converged: false };
    ({ point, value } = next);
  }
  return { point, value, iterations: rule.maximumIterations, converged: largest(gradient) <= rule.tolerance };
}

interface Descent {
  readonly point: Float64Array;
  readonly value: number;
  /** What is subtracted. */
  readonly step: Float64Array;
  readonly decrement: number;
}

/** The first of the whole step, half of it and so on that gains enough; leaves gradient and curvature there. */
function descend(
  objective: CurvedObjective,
  { point, value, step, decrement }: Descent,
  gradient: Float64Array,
  curvature: Float64Array,
): Pick<Minimum, 'point' | 'value'> | null {
  for (let halvings = 0; halvings <= MOST_HALVINGS; halvings += 1) {
    const share = 0.5 ** halvings;
    const next = moved(point, step, share);
    const nextValue = objective(next, gradient, curvature);
    if (nextValue <= value - SUFFICIENT_DECREASE * share * decrement) return { point: next, value: nextValue };
  }
  return null;
}

function moved(point: Float64Array, step: Float64Array, share: number): Float64Array {
  return Float64Array.from(point, (entry, i) => entry - share * (step[i] as number));
}
