import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countBins, countWhere, decileBins, decileEdges, pairBins } from '../../../lib/statistics/drift/bin-edges.ts';
import { lowerBound } from '../../../lib/statistics/drift/lower-bound.ts';

const value = fc.option(fc.integer({ min: -20, max: 20 }), { freq: 8 });
const sample = fc.array(value, { maxLength: 60 });

describe('edges', () => {
  test('are the deciles of the values that are not missing', () => {
    const values = [null, ...Array.from({ length: 11 }, (_, index) => 100 - 10 * index), Number.NaN];
    expect(decileEdges(values)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  test('rise, however many values are equal', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const edges = decileEdges(values);
        expect(edges.length).toBeLessThanOrEqual(9);
        expect(edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? Number.NaN))).toBe(true);
      }),
    );
  });

  test('of a constant are the constant, and of nothing but missing values none', () => {
    expect(decileEdges([3, 3, null, 3])).toEqual([3]);
    expect(decileEdges([null, Number.NaN])).toEqual([]);
  });
});

describe('the bins of a sample by its own deciles', () => {
  test('count what counting by the edges counts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(value, fc.double({ min: -3, max: 3, noNaN: true })), { maxLength: 60 }),
        (values) => {
          const { edges, bins, missing } = decileBins(Float64Array.from(values, (one) => one ?? Number.NaN));
          expect(edges).toEqual(decileEdges(values));
          expect({ bins, missing }).toEqual(countBins(edges, values));
        },
      ),
    );
  });

  test('have as many rows as each other where all values differ', () => {
    const values = Float64Array.from({ length: 1_000 }, (_, index) => (index * 389) % 1_000);
    expect(decileBins(values).bins).toEqual(new Array(10).fill(100));
  });

  test('leave out whatever is not finite', () => {
    const values = Float64Array.of(1, Number.POSITIVE_INFINITY, Number.NaN, 1, Number.NEGATIVE_INFINITY);
    expect(decileBins(values)).toEqual({ edges: [1], bins: [2, 0], missing: 3 });
    expect(decileBins(Float64Array.of(Number.NaN))).toEqual({ edges: [], bins: [0], missing: 1 });
  });
});

describe('bins', () => {
  test('include their upper edge and not the lower one', () => {
    const { bins } = countBins([1, 2], [0.999, 1, 1.001, 2, 2.001]);
    expect(bins).toEqual([2, 2, 1]);
  });

  test('hold infinite values at the ends, and missing ones apart', () => {
    const values = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, null, Number.NaN];
    expect(countBins([0], values)).toEqual({ bins: [1, 2], missing: 2 });
  });

  test('are one where there is no edge', () => {
    expect(countBins([], [1, null, 2])).toEqual({ bins: [2], missing: 1 });
  });

  test('of two writers add up to those of all their values', () => {
    fc.assert(
      fc.property(sample, sample, sample, (reference, one, other) => {
        const edges = decileEdges(reference);
        const [first, second] = [countBins(edges, one), countBins(edges, other)];
        const together = countBins(edges, [...one, ...other]);
        expect(first.bins.map((count, bin) => count + (second.bins[bin] ?? 0))).toEqual(together.bins);
        expect(first.missing + second.missing).toBe(together.missing);
      }),
    );
  });

  test('of some rows are those of their values alone', () => {
    expect(countWhere([1, 2], [0.5, 1, 1.5, 2, 2.5, Number.NaN], (row) => row !== 1)).toEqual([1, 2, 1]);
    fc.assert(
      fc.property(sample, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (values, chosen) => {
        const numbers = values.map((one) => one ?? Number.NaN);
        const edges = decileEdges(values);
        const some = numbers.filter((_, row) => chosen[row] ?? false);
        expect(countWhere(edges, numbers, (row) => chosen[row] ?? false)).toEqual(countBins(edges, some).bins);
      }),
    );
  });

  test('count every value once', () => {
    fc.assert(
      fc.property(sample, sample, (reference, values) => {
        const { bins, missing } = countBins(decileEdges(reference), values);
        expect(bins.reduce((sum, count) => sum + count, missing)).toBe(values.length);
        expect(missing).toBe(values.filter((one) => one === null).length);
      }),
    );
  });
});

describe('paired bins', () => {
  test('have one for missing values as soon as one side has one', () => {
    const full = { bins: [1, 2], missing: 0 };
    expect(pairBins(full, full)).toEqual({ reference: [1, 2], current: [1, 2] });
    expect(pairBins(full, { bins: [3, 4], missing: 5 })).toEqual({ reference: [1, 2, 0], current: [3, 4, 5] });
    expect(pairBins({ bins: [3, 4], missing: 5 }, full)).toEqual({ reference: [3, 4, 5], current: [1, 2, 0] });
  });

  test('of other edges are refused', () => {
    expect(() => pairBins({ bins: [1, 2], missing: 0 }, { bins: [1], missing: 0 })).toThrow(
      new RangeError("'current' should have the 2 bins of the reference, got 1"),
    );
  });
});

test('the lower bound is the first place where a value may stand without breaking the order', () => {
  expect([0, 1, 1.5, 2, 3, 4].map((one) => lowerBound([1, 2, 2, 3], one))).toEqual([0, 0, 1, 1, 3, 4]);
  expect(lowerBound([], 1)).toBe(0);
});
