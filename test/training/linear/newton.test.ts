import { describe, expect, test } from 'vitest';
import { type CurvedObjective, minimiseByNewton } from '../../../lib/training/linear/newton.ts';

const RULE = { tolerance: 1e-8, maximumIterations: 100 };

/** log(e^x + e^-x) per entry around a centre, plus a small square: a whole Newton step from afar overshoots. */
const valley =
  (centre: readonly number[]): CurvedObjective =>
  (point, gradient, curvature) => {
    let value = 0;
    for (const [i, entry] of point.entries()) {
      const distance = entry - (centre[i] ?? 0);
      const slope = Math.tanh(distance);
      value += Math.abs(distance) + Math.log1p(Math.exp(-2 * Math.abs(distance))) + 0.005 * distance ** 2;
      gradient[i] = slope + 0.01 * distance;
      if (curvature !== undefined) curvature[i * point.length + i] = 1 - slope ** 2 + 0.01;
    }
    return value;
  };

describe("Newton's method", () => {
  test('finds the minimum of a bowl in one step', () => {
    const bowl: CurvedObjective = (point, gradient, curvature) => {
      const [x = 0, y = 0] = point;
      gradient.set([2 * x + y - 4, x + 6 * y - 13]);
      curvature?.set([2, 0, 1, 6]);
      return x * x + x * y + 3 * y * y - 4 * x - 13 * y;
    };
    const { point, converged } = minimiseByNewton(bowl, Float64Array.of(100, -100), RULE);
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 6);
    expect(point[1]).toBeCloseTo(2, 6);
  });

  test('halves steps that overshoot', () => {
    const { point, converged, value } = minimiseByNewton(valley([1, -2]), Float64Array.of(4, 3), RULE);
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 3);
    expect(point[1]).toBeCloseTo(-2, 3);
    expect(value).toBeCloseTo(2 * Math.log(2), 6);
  });

  test('ends where it starts, if the gradient is small there', () => {
    const start = Float64Array.of(1, 2);
    expect(minimiseByNewton(valley([1, 2]), start, RULE)).toMatchObject({
      point: start,
      iterations: 0,
      converged: true,
    });
  });

  test('claims no minimum when the iterations run out, the curvature is spoilt or the function says nothing', () => {
    const spoilt: CurvedObjective = (point, gradient, curvature) => {
      curvature?.fill(-1);
      gradient.fill(1);
      return point[0] ?? 0;
    };
    const silent: CurvedObjective = (_point, gradient, curvature) => {
      curvature?.fill(1);
      gradient.fill(1);
      return Number.NaN;
    };
    const start = Float64Array.of(4);
    expect(minimiseByNewton(valley([0]), start, { ...RULE, maximumIterations: 1 })).toMatchObject({ converged: false });
    expect(minimiseByNewton(spoilt, start, RULE)).toMatchObject({ point: start, converged: false });
    expect(minimiseByNewton(silent, start, RULE)).toMatchObject({ point: start, converged: false });
  });

  test('leaves its start alone', () => {
    const start = Float64Array.of(4, 3);
    minimiseByNewton(valley([1, -2]), start, RULE);
    expect([...start]).toEqual([4, 3]);
  });
});
