import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Objective } from '../../../lib/training/linear/l-bfgs.ts';
import { minimiseOrthantWise } from '../../../lib/training/linear/orthant-wise.ts';

const RULE = { tolerance: 1e-9, maximumIterations: 500 };

/** Sum of (x - centre)^2 / 2. */
const bowl =
  (centre: readonly number[]): Objective =>
  (point, gradient) =>
    point.reduce((sum, entry, i) => {
      gradient[i] = entry - (centre[i] ?? 0);
      return sum + (entry - (centre[i] ?? 0)) ** 2 / 2;
    }, 0);

describe('the minimum with a penalty on absolute entries', () => {
  test('of a bowl is its centre, drawn to 0 by the weight', () => {
    const entry = fc.double({ min: -10, max: 10, noNaN: true });
    const entries = fc.array(fc.tuple(entry, entry), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(entries, fc.double({ min: 0, max: 8, noNaN: true }), (pairs, weight) => {
        const centre = pairs.map(([middle]) => middle);
        const start = Float64Array.from(pairs, ([, from]) => from);
        const penalty = { weight, entries: centre.length };
        const { point, converged } = minimiseOrthantWise(bowl(centre), start, penalty, RULE);
        expect(converged).toBe(true);
        centre.forEach((middle, i) => {
          expect(point[i]).toBeCloseTo(Math.sign(middle) * Math.max(0, Math.abs(middle) - weight), 3);
        });
      }),
    );
  });

  test.each([
    ['the other side of 0', [-0.0005], [5e-324]],
    ['so near to 0 that products of steps are 0', [0, -0.0005], [1.5717277847026288e-162, 4.94e-321]],
    ['steps of very different sizes', [7e-65, 0, -9.7], [-3.7e-167, 7.3e-154, 2.6e-46]],
  ])('is found from %s', (_name, centre, start) => {
    const penalty = { weight: 0, entries: centre.length };
    const { point, converged } = minimiseOrthantWise(bowl(centre), Float64Array.from(start), penalty, RULE);
    expect(converged).toBe(true);
    centre.forEach((middle, i) => {
      expect(point[i]).toBeCloseTo(middle, 6);
    });
  });

  test('has true zeros, and leaves entries without a penalty alone', () => {
    const { point, value } = minimiseOrthantWise(
      bowl([0.5, 9]),
      Float64Array.of(3, 3),
      { weight: 1, entries: 1 },
      RULE,
    );
    expect(point[0]).toBe(0);
    expect(point[1]).toBeCloseTo(9, 6);
    expect(value).toBeCloseTo(0.125, 6);
  });

  test('is not claimed when the iterations run out', () => {
    const rule = { ...RULE, maximumIterations: 1 };
    const { iterations, converged } = minimiseOrthantWise(
      bowl([50, -50]),
      Float64Array.of(1, 1),
      { weight: 1, entries: 2 },
      rule,
    );
    expect([iterations, converged]).toEqual([1, false]);
  });

  test('is the same to the bit every time', () => {
    const find = () => minimiseOrthantWise(bowl([5, -7]), Float64Array.of(1, 1), { weight: 0.3, entries: 2 }, RULE);
    expect(find()).toEqual(find());
  });
});
