import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jackknife, pairedBootstrap } from '../../../lib/statistics/paired/paired-bootstrap.ts';
import { pairedMean } from '../../../lib/statistics/paired/paired-mean.ts';
import { uniformAt } from '../../../lib/statistics/random-numbers.ts';

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const meanOf = (values: readonly number[]) => (weights: ArrayLike<number>) =>
  values.reduce((total, value, row) => total + value * (weights[row] ?? 0), 0) / sum(weights);
const values = Array.from({ length: 200 }, (_, row) => uniformAt(1, 0, 0, row) ** 2);

describe('the paired bootstrap', () => {
  test('has about the standard error that a mean has in closed form', () => {
    const estimate = pairedBootstrap(values.length, meanOf(values), { seed: 1 });
    const known = pairedMean(values);
    expect(estimate?.value).toBeCloseTo(known?.value ?? Number.NaN, 12);
    // the standard error of a standard deviation of 2000 values is a 63rd of it
    expect((estimate?.standardError ?? 0) / (known?.standardError ?? 1)).toBeGreaterThan(0.93);
    expect((estimate?.standardError ?? 0) / (known?.standardError ?? 1)).toBeLessThan(1.07);
  });

  test('draws 2000 resamples of as many rows, and tells them in rising order', () => {
    const drawn: number[] = [];
    const estimate = pairedBootstrap(
      7,
      (weights) => {
        drawn.push(sum(weights));
        return weights[0] ?? null;
      },
      { seed: 3 },
    );
    expect(new Set(drawn)).toEqual(new Set([7]));
    expect(estimate?.replicates).toHaveLength(2_000);
    expect(estimate?.replicates).toEqual(estimate?.replicates.toSorted((one, other) => one - other));
    expect(Math.max(...(estimate?.replicates ?? []))).toBeGreaterThan(1);
  });

  test('is the same for the same seed only', () => {
    const draw = (seed: number) => pairedBootstrap(200, meanOf(values), { seed, resamples: 50 });
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)?.replicates).not.toEqual(draw(6)?.replicates);
  });

  test('keeps as many rows of each stratum as there are', () => {
    const strata = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(strata, fc.nat(), (classes, seed) => {
        const countOf = (one: number) => (weights: ArrayLike<number>) =>
          sum(classes.map((label, row) => (label === one ? (weights[row] ?? 0) : 0)));
        const estimate = pairedBootstrap(classes.length, countOf(classes[0] ?? 0), {
          seed,
          resamples: 5,
          strata: classes,
        });
        expect(new Set(estimate?.replicates)).toEqual(new Set([estimate?.value]));
      }),
    );
  });

  test('draws the rows of a group together', () => {
    const groups = ['a', 'b', 'a', 'c', 'b', 'a'];
    const unequal = (weights: ArrayLike<number>) =>
      Number(weights[0] !== weights[2] || weights[2] !== weights[5] || weights[1] !== weights[4]);
    expect(pairedBootstrap(6, unequal, { seed: 1, groups })?.replicates.at(-1)).toBe(0);
    expect(pairedBootstrap(6, unequal, { seed: 1 })?.replicates.at(-1)).toBe(1);
  });

  test('knows that rows that repeat each other are not more evidence', () => {
    const twice = [...values, ...values];
    const groups = twice.map((_, row) => row % values.length);
    const once = pairedBootstrap(values.length, meanOf(values), { seed: 2 });
    const grouped = pairedBootstrap(twice.length, meanOf(twice), { seed: 2, groups });
    const naive = pairedBootstrap(twice.length, meanOf(twice), { seed: 2 });
    expect(grouped?.standardError).toBeCloseTo(once?.standardError ?? Number.NaN, 12);
    expect((naive?.standardError ?? 1) / (once?.standardError ?? 1)).toBeLessThan(0.8);
  });

  test('leaves out resamples without the statistic, up to a twentieth of them', () => {
    const undefinedEvery = (nth: number) => {
      let calls = 0;
      return () => {
        calls += 1;
        // the first call is for the rows themselves
        return calls > 1 && calls % nth === 0 ? null : 1;
      };
    };
    const plan = { seed: 1, resamples: 100 };
    expect(pairedBootstrap(3, undefinedEvery(20), plan)?.replicates).toHaveLength(95);
    expect(pairedBootstrap(3, undefinedEvery(16), plan)).toBeNull();
  });

  test('is undefined where the statistic is', () => {
    expect(pairedBootstrap(3, () => null, { seed: 1 })).toBeNull();
  });

  test.each([1, 2.5, Number.NaN])('refuses %d resamples', (resamples) => {
    const message = `'resamples' should be a whole number from 2 on, for example 2000, got ${resamples}`;
    expect(() => pairedBootstrap(3, () => 1, { seed: 1, resamples })).toThrow(new RangeError(message));
  });
});

describe('the jackknife', () => {
  test('leaves out each row in turn', () => {
    expect(jackknife(3, meanOf([1, 2, 6]))).toEqual([4, 3.5, 1.5]);
  });

  test('leaves out whole groups', () => {
    expect(jackknife(3, meanOf([1, 2, 6]), { groups: ['a', 'b', 'a'] })).toEqual([2, 3.5]);
  });

  test('goes without what a statistic cannot do without', () => {
    const needsFirst = (weights: ArrayLike<number>) => (weights[0] === 0 ? null : sum(weights));
    expect(jackknife(3, needsFirst)).toEqual([2, 2]);
  });
});
