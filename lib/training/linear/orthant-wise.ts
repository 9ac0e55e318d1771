import { type Correction, direction, remember } from './curvature-memory.ts';
import type { Minimum, Objective, StopRule } from './l-bfgs.ts';
import { difference, dot, largest } from './vectors.ts';

/** A penalty on absolute entries. */
export interface AbsolutePenalty {
  /** By what the sum of the absolute entries counts, at least 0. */
  readonly weight: number;
  /** Entries it is on, from the first one. */
  readonly entries: number;
}

const SUFFICIENT_DECREASE = 1e-4;
const SMALLEST_RELATIVE_DECREASE = 1e-11;
const MOST_HALVINGS = 30;

/**
 * Minimises a smooth convex function plus a penalty on absolute entries by orthant-wise limited-memory quasi-Newton (Andrew
 * and Gao 2007, Scalable Training of L1-Regularized Log-Linear Models): each step stays in the orthant it starts in, and
 * what would leave it becomes 0. The value has the penalty in it. The same input gives the same bits.
 */
export function minimiseOrthantWise(
  objective: Objective,
  start: Float64Array,
  penalty: AbsolutePenalty,
  { tolerance, maximumIterations }: StopRule,
): Minimum {
  const penalised = penalise(objective, penalty);
  let from = penalised(start);
  const corrections: Correction[] = [];
  for (let iterations = 0; iterations < maximumIterations; iterations += 1) {
    const slopes = steepest(from, penalty);
    if (largest(slopes) <= tolerance) return { ...from, iterations, converged: true };
    const next = descend(penalised, from, slopes, corrections, penalty.entries);
    const idle = isIdle(from, next);
    const to = next ?? from;
    // what is remembered may point out of the orthant; only the steepest direction says that nothing is left to gain
    if (idle && corrections.length === 0) return { ...to, iterations: iterations + 1, converged: true };
    learn(corrections, from, to, idle);
    from = to;
  }
  const converged = largest(steepest(from, penalty)) <= tolerance;
  return { ...from, iterations: maximumIterations, converged };
}

/** Remembers a step, or forgets all of them after one that was idle. */
function learn(corrections: Correction[], from: Evaluated, to: Evaluated, idle: boolean): void {
  if (idle) corrections.length = 0;
  else remember(corrections, difference(to.point, from.point), difference(to.gradient, from.gradient));
}

/** Whether there is no step, or one that gains nothing although no entry became 0, which cuts a step short. */
function isIdle(from: Evaluated, next: Evaluated | null): boolean {
  if (next === null) return true;
  const isCut = next.point.some((entry, i) => entry === 0 && from.point[i] !== 0);
  const decrease = (from.value - next.value) / Math.max(Math.abs(from.value), Math.abs(next.value), 1);
  return !isCut && decrease <= SMALLEST_RELATIVE_DECREASE;
}

interface Evaluated {
  readonly point: Float64Array;
  /** Of the smooth part. */
  readonly gradient: Float64Array;
  readonly value: number;
}

type PenalisedObjective = (point: Float64Array) => Evaluated;

function penalise(objective: Objective, { weight, entries }: AbsolutePenalty): PenalisedObjective {
  return (point) => {
    const gradient = new Float64Array(point.length);
    const absolute = point.subarray(0, entries).reduce((sum, entry) => sum + Math.abs(entry), 0);
    return { point, gradient, value: objective(point, gradient) + weight * absolute };
  };
}

/** The derivative; at 0, where there are two, the one that is nearer to 0, or 0 where the function rises both ways. */
function steepest({ point, gradient }: Evaluated, { weight, entries }: AbsolutePenalty): Float64Array {
  return gradient.map((slope, i) => {
    if (i >= entries) return slope;
    const entry = point[i] as number;
    if (entry !== 0) return slope + Math.sign(entry) * weight;
    return Math.sign(slope) * Math.max(0, Math.abs(slope) - weight);
  });
}

function descend(
  penalised: PenalisedObjective,
  from: Evaluated,
  slopes: Float64Array,
  corrections: readonly Correction[],
  entries: number,
): Evaluated | null {
  const along = direction(slopes, corrections).map((entry, i) =>
    i < entries && entry * (slopes[i] as number) >= 0 ? 0 : entry,
  );
  let step = corrections.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(along, along))) : 1;
  for (let halvings = 0; halvings <= MOST_HALVINGS; halvings += 1) {
    const point = moveInOrthant(from.point, along, step, entries);
    const next = penalised(point);
    const promised = dot(slopes, difference(point, from.point));
    if (promised <= 0 && next.value <= from.value + SUFFICIENT_DECREASE * promised) return next;
    step /= 2;
  }
  return null;
}

/** An entry that would change its sign becomes 0; from 0 it may go either way. */
function moveInOrthant(from: Float64Array, along: Float64Array, step: number, entries: number): Float64Array {
  return from.map((entry, i) => {
    const moved = entry + step * (along[i] as number);
    // by signs, since the product of the smallest numbers is 0
    const changesSign = entry !== 0 && Math.sign(moved) === -Math.sign(entry);
    return i < entries && changesSign ? 0 : moved;
  });
}
