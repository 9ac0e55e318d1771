import { addScaled, dot, scale } from './vectors.ts';

const MEMORY = 10;

/** One remembered step and what it did to the gradient. */
export interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** 1 / (step . change) */
  readonly inverseCurvature: number;
}

/** Where to go: the gradient, turned and scaled by what the remembered steps say about the curvature. */
export function direction(gradient: Float64Array, corrections: readonly Correction[]): Float64Array {
  const result = gradient.map((entry) => -entry);
  const factors: number[] = [];
  for (const { step, change, inverseCurvature } of corrections.toReversed()) {
    const factor = inverseCurvature * dot(step, result);
    factors.unshift(factor);
    addScaled(result, change, -factor);
  }
  const last = corrections.at(-1);
  if (last !== undefined) scale(result, 1 / (last.inverseCurvature * dot(last.change, last.change)));
  for (const [index, { step, change, inverseCurvature }] of corrections.entries()) {
    addScaled(result, step, (factors[index] ?? 0) - inverseCurvature * dot(change, result));
  }
  return result;
}

/** Keeps a step and the change of the gradient along it; the oldest is forgotten. */
export function remember(corrections: Correction[], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, change);
  const inverseCurvature = 1 / curvature;
  // without curvature along the step, nothing can be learnt from it; of the smallest ones the inverse overflows
  if (curvature <= Number.EPSILON * dot(change, change) || !Number.isFinite(inverseCurvature)) return;
  corrections.push({ step, change, inverseCurvature });
  if (corrections.length > MEMORY) corrections.shift();
}
