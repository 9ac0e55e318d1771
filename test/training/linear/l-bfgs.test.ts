import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minimise, type Objective } from '../../../lib/training/linear/l-bfgs.ts';
import { searchLine } from '../../../lib/training/linear/line-search.ts';

const RULE = { tolerance: 1e-8, maximumIterations: 500 };

/** Sum of weight * (x - centre)^2 / 2. */
const bowl =
  (weights: readonly number[], centre: readonly number[]): Objective =>
  (point, gradient) =>
    weights.reduce((sum, weight, i) => {
      const distance = (point[i] ?? 0) - (centre[i] ?? 0);
      gradient[i] = weight * distance;
      return sum + (weight * distance ** 2) / 2;
    }, 0);

describe('the minimum', () => {
  test('of a bowl is its centre, however stretched', () => {
    const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
    const axis = fc.tuple(fc.double({ min: 0.1, max: 1000, noNaN: true }), coordinate, coordinate);
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 8 }), (axes) => {
        const weights = axes.map(([weight]) => weight);
        const centre = axes.map(([, middle]) => middle);
        const start = Float64Array.from(axes, ([, , from]) => from);
        const { value, converged } = minimise(bowl(weights, centre), start, RULE);
        expect(converged).toBe(true);
        // the search may end at a relative decrease of 2.2e-9, where 1 is the least that counts as whole
        expect(value).toBeLessThan(1e-3);
      }),
    );
  });

  test('is where it starts, if it starts there', () => {
    const found = minimise(bowl([1, 2], [3, 4]), Float64Array.of(3, 4), RULE);
    expect(found).toMatchObject({ value: 0, iterations: 0, converged: true });
  });

  test('of a valley that bends is found too', () => {
    // log-sum-exp with a quadratic: smooth, convex, nowhere a bowl
    const valley: Objective = (point, gradient) => {
      const [x = 0, y = 0] = point;
      gradient[0] = Math.exp(x + y) + 2 * x - 3;
      gradient[1] = Math.exp(x + y) + 20 * y;
      return Math.exp(x + y) + x * x - 3 * x + 10 * y * y;
    };
    const { point } = minimise(valley, Float64Array.of(-5, 5), RULE);
    const gradient = new Float64Array(2);
    valley(point, gradient);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-3);
  });

  test('is not claimed when the iterations run out', () => {
    const { iterations, converged } = minimise(bowl([1, 1000], [50, -50]), new Float64Array(2), {
      ...RULE,
      maximumIterations: 1,
    });
    expect([iterations, converged]).toEqual([1, false]);
  });

  test('is left where the start is when the function says nothing', () => {
    const broken: Objective = (_point, gradient) => {
      gradient.fill(Number.NaN);
      return Number.NaN;
    };
    expect([...minimise(broken, Float64Array.of(1), RULE).point]).toEqual([1]);
  });

  test('is the same to the bit every time, and leaves its start alone', () => {
    const start = Float64Array.of(9, -9, 3);
    const objective = bowl([1, 30, 700], [1, 2, 3]);
    expect(minimise(objective, start, RULE)).toEqual(minimise(objective, start, RULE));
    expect([...start]).toEqual([9, -9, 3]);
  });
});

describe('a step along a line', () => {
  const parabola = (bottom: number) => (step: number) => ({
    step,
    value: (step - bottom) ** 2,
    slope: 2 * (step - bottom),
  });

  test.each([0.001, 0.3, 1, 7, 5000])('finds the region of a minimum at %f', (bottom) => {
    const line = parabola(bottom);
    const found = searchLine(line, line(0), 1);
    expect(found?.value).toBeLessThan(line(0).value);
    expect(Math.abs(found?.slope ?? Number.NaN)).toBeLessThanOrEqual(0.9 * 2 * bottom);
  });

  test('is the last one that was tried, so that its gradient is at hand', () => {
    const tried: number[] = [];
    const line = parabola(0.01);
    const found = searchLine(
      (step) => {
        tried.push(step);
        return line(step);
      },
      line(0),
      1,
    );
    expect(found?.step).toBe(tried.at(-1));
    expect(tried.length).toBeGreaterThan(1);
  });

  test('is none where the function does not fall', () => {
    expect(searchLine(parabola(-1), parabola(-1)(0), 1)).toBeNull();
    const flat = (step: number) => ({ step, value: 1, slope: -1e-20 });
    expect(searchLine((step) => ({ ...flat(step), value: 2 }), flat(0), 1)).toBeNull();
  });
});
