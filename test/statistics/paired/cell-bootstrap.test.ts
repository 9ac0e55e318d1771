import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialCdf } from '../../../lib/statistics/distributions/binomial.ts';
import { binomialQuantile } from '../../../lib/statistics/distributions/binomial-quantile.ts';
import { cellBootstrap } from '../../../lib/statistics/paired/cell-bootstrap.ts';
import { pairedBootstrap } from '../../../lib/statistics/paired/paired-bootstrap.ts';

describe('the binomial quantile', () => {
  test('is the first number of successes whose chance reaches the probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
        fc.integer({ min: 0, max: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (probability, trials, chance) => {
          const successes = binomialQuantile(probability, trials, chance);
          expect(binomialCdf(successes, trials, chance)).toBeGreaterThanOrEqual(probability - 1e-12);
          expect(successes === 0 ? 0 : binomialCdf(successes - 1, trials, chance)).toBeLessThan(probability + 1e-12);
        },
      ),
    );
  });

  test.each([
    [0.3, 0, 0.5, 0],
    [0.3, 7, 0, 0],
    [0.3, 7, 1, 7],
    [0, 7, 0.5, 0],
    [1, 7, 0.5, 7],
    [0.5, 1, 0.5, 0],
    [0.500_001, 1, 0.5, 1],
  ])('of %f in %i trials with the chance %f is %i', (probability, trials, chance, successes) => {
    expect(binomialQuantile(probability, trials, chance)).toBe(successes);
  });

  test.each([-0.1, 1.1, Number.NaN])('refuses the probability %f', (probability) => {
    expect(() => binomialQuantile(probability, 7, 0.5)).toThrow(RangeError);
  });
});

describe('the bootstrap of cells', () => {
  const cells = [
    { stratum: 0, rows: 60 },
    { stratum: 1, rows: 25 },
    { stratum: 0, rows: 10 },
    { stratum: 1, rows: 5 },
  ];
  /** Share of rows in the last two cells. */
  const share = (weights: ArrayLike<number>) => ((weights[2] ?? 0) + (weights[3] ?? 0)) / 100;

  test('spreads as the bootstrap of the rows does, which knows their cells only', () => {
    const found = cellBootstrap(cells, share, 7);
    const cellOf = cells.flatMap(({ rows }, cell) => new Array<number>(rows).fill(cell));
    const byRow = pairedBootstrap(
      100,
      (weights) => cellOf.reduce((sum, cell, row) => sum + (cell > 1 ? (weights[row] ?? 0) : 0), 0) / 100,
      { seed: 7, strata: cellOf.map((cell) => cells[cell]?.stratum ?? 0) },
    );
    // √(70 x 10/70 x 60/70 + 30 x 5/30 x 25/30) / 100
    const exact = Math.sqrt((10 * 60) / 70 + (5 * 25) / 30) / 100;
    expect(found?.value).toBe(0.15);
    expect((found?.standardError ?? 0) / exact).toBeCloseTo(1, 1);
    expect((byRow?.standardError ?? 0) / exact).toBeCloseTo(1, 1);
  });

  test('keeps the rows of each stratum', () => {
    cellBootstrap(
      cells,
      (weights) => {
        expect((weights[0] ?? 0) + (weights[2] ?? 0)).toBe(70);
        expect((weights[1] ?? 0) + (weights[3] ?? 0)).toBe(30);
        return 0;
      },
      7,
    );
  });

  test('depends on its seed and on nothing else', () => {
    expect(cellBootstrap(cells, share, 7)).toEqual(cellBootstrap(cells, share, 7));
    expect(cellBootstrap(cells, share, 8)?.replicates).not.toEqual(cellBootstrap(cells, share, 7)?.replicates);
  });

  test('of one cell has no spread, and of none no value', () => {
    expect(cellBootstrap([{ stratum: 0, rows: 9 }], (weights) => weights[0] ?? 0, 7)).toMatchObject({
      value: 9,
      standardError: 0,
    });
    expect(cellBootstrap([], () => null, 7)).toBeNull();
  });

  test('has no estimate where more than a twentieth of the resamples has none', () => {
    // 36.8 % of the resamples have not drawn the one row of the last cell
    const rare = [
      { stratum: 0, rows: 49 },
      { stratum: 0, rows: 1 },
    ];
    expect(cellBootstrap(rare, (weights) => (weights[1] === 0 ? null : 1), 7)).toBeNull();
  });

  test('of a million rows has the spread that it should have', () => {
    const found = cellBootstrap(
      [
        { stratum: 0, rows: 900_000 },
        { stratum: 0, rows: 100_000 },
      ],
      (weights) => (weights[1] ?? 0) / 1e6,
      7,
    );
    expect((found?.standardError ?? 0) / Math.sqrt((0.1 * 0.9) / 1e6)).toBeCloseTo(1, 1);
  });
});
