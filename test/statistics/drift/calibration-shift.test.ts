import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialQuantile } from '../../../lib/statistics/distributions/binomial-quantile.ts';
import { calibrationShift, type LabelledBins } from '../../../lib/statistics/drift/calibration-shift.ts';
import { proportionZTest } from '../../../lib/statistics/experiments/two-proportions.ts';
import { uniformAt } from '../../../lib/statistics/random-numbers.ts';

type Cell = readonly [rows: number, positives: number];

const binsOf = (cells: readonly Cell[]): LabelledBins => ({
  bins: cells.map(([rows]) => rows),
  positives: cells.map(([, positives]) => positives),
});
const reversed = ({ bins, positives }: LabelledBins) => ({
  bins: bins.toReversed(),
  positives: positives.toReversed(),
});

const cell = fc.nat({ max: 400 }).chain((rows) => fc.tuple(fc.constant(rows), fc.nat({ max: rows })));
const samples = fc
  .array(fc.tuple(cell, cell), { minLength: 1, maxLength: 10 })
  .map((pairs) => [binsOf(pairs.map(([one]) => one)), binsOf(pairs.map(([, other]) => other))] as const);

describe('the shift of a calibration (S0-47)', () => {
  test('is the comparison of two proportions in each bin, given the margins', () => {
    const [reference, current]: [Cell[], Cell[]] = [
      [
        [100, 20],
        [200, 120],
      ],
      [
        [50, 15],
        [80, 30],
      ],
    ];
    const squares = reference.map(([rows, positives], bin) => {
      const [total, successes] = current[bin] ?? [0, 0];
      const z = proportionZTest({ successes: positives, total: rows }, { successes, total })?.z ?? Number.NaN;
      return (z ** 2 * (rows + total - 1)) / (rows + total);
    });

    const shift = calibrationShift(binsOf(reference), binsOf(current));

    expect(shift?.degrees).toBe(2);
    expect(shift?.chiSquare).toBeCloseTo((squares[0] ?? 0) + (squares[1] ?? 0), 10);
    // 50 rows by .1 and 80 by .225
    expect(shift?.effect).toBeCloseTo((50 * 0.1 + 80 * 0.225) / 130, 12);
  });

  test('of equal shares is none: p is 1', () => {
    const scaled = fc.tuple(cell, fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(scaled, { minLength: 1, maxLength: 10 }), (bins) => {
        const reference = bins.map(([counts]) => counts);
        const current = bins.map(([[rows, positives], factor]): Cell => [rows * factor, positives * factor]);
        const shift = calibrationShift(binsOf(reference), binsOf(current));
        expect(shift?.pValue ?? 1).toBeCloseTo(1, 9);
        expect(shift?.effect ?? 0).toBeCloseTo(0, 12);
      }),
    );
  });

  test('is the same from whichever end the bins are read, and for labels that are called by their opposite', () => {
    const opposite = ({ bins, positives }: LabelledBins) => ({
      bins,
      positives: positives.map((count, bin) => (bins[bin] ?? 0) - count),
    });
    fc.assert(
      fc.property(samples, ([reference, current]) => {
        const shift = calibrationShift(reference, current);
        for (const turned of [reversed, opposite]) {
          const other = calibrationShift(turned(reference), turned(current));
          expect(other?.degrees).toBe(shift?.degrees);
          expect(other?.chiSquare ?? 0).toBeCloseTo(shift?.chiSquare ?? 0, 8);
          expect(other?.effect ?? 0).toBeCloseTo(shift?.effect ?? 0, 10);
        }
      }),
    );
  });

  test('has an effect from 0 to 1, and at most as many degrees as bins that both samples have', () => {
    fc.assert(
      fc.property(samples, ([reference, current]) => {
        const shift = calibrationShift(reference, current);
        if (shift === null) return;
        const shared = reference.bins.filter((rows, bin) => rows > 0 && (current.bins[bin] ?? 0) > 0).length;
        expect(shift.degrees).toBeGreaterThanOrEqual(1);
        expect(shift.degrees).toBeLessThanOrEqual(shared);
        expect(shift.effect).toBeGreaterThanOrEqual(0);
        expect(shift.effect).toBeLessThanOrEqual(1);
        expect(shift.pValue).toBeGreaterThanOrEqual(0);
        expect(shift.pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('does not notice a bin that one sample has no row in, or both', () => {
    const [one, other]: [Cell, Cell] = [
      [100, 20],
      [100, 40],
    ];
    const alone = calibrationShift(binsOf([one]), binsOf([other]));
    expect(alone?.degrees).toBe(1);
    expect(calibrationShift(binsOf([[0, 0], one, [50, 9]]), binsOf([[70, 7], other, [0, 0]]))).toEqual(alone);
    expect(calibrationShift(binsOf([[0, 0], one]), binsOf([[0, 0], other]))).toEqual(alone);
  });

  test('weighs rows whose label never differs as rows without a shift', () => {
    const alone = calibrationShift(binsOf([[100, 20]]), binsOf([[100, 40]]));
    const beside = calibrationShift(
      binsOf([
        [100, 20],
        [100, 0],
      ]),
      binsOf([
        [100, 40],
        [300, 0],
      ]),
    );
    expect(beside).toEqual({ ...alone, effect: (alone?.effect ?? Number.NaN) / 4 });
  });
});

describe('bins of too few rows', () => {
  const degrees = (reference: Cell[], current: Cell[]) =>
    calibrationShift(binsOf(reference), binsOf(current))?.degrees ?? 0;

  test.each<[string, Cell, number]>([
    ['5 expected positives on each side are enough', [50, 5], 2],
    ['fewer are pooled with the neighbour', [50, 4], 1],
    ['5 expected negatives are enough', [50, 45], 2],
    ['fewer are pooled as well', [50, 46], 1],
  ])('%s', (_what, small, expected) => {
    expect(degrees([small, [100, 50]], [small, [100, 40]])).toBe(expected);
  });

  test('go to the smaller one of two neighbours', () => {
    const small: Cell = [20, 2];
    // what the small bin has moved by counts with the 60 rows, which moved the other way
    const reference: Cell[] = [[1_000, 500], small, [60, 30]];
    const current: Cell[] = [
      [1_000, 500],
      [20, 6],
      [60, 20],
    ];
    expect(degrees(reference, current)).toBe(2);
    expect(calibrationShift(binsOf(reference), binsOf(current))?.effect).toBeCloseTo(Math.abs(4 - 10) / 1_080, 12);
  });

  test('are pooled all together where each is small, and say nothing where that is not enough', () => {
    const ten = (counts: Cell) => Array.from({ length: 10 }, () => counts);
    expect(degrees(ten([20, 1]), ten([20, 1]))).toBe(1);
    expect(calibrationShift(binsOf(ten([4, 0])), binsOf(ten([4, 1])))).not.toBeNull();
    expect(calibrationShift(binsOf(ten([4, 0])), binsOf([...ten([4, 0]).slice(1), [4, 4]]))).toBeNull();
    expect(calibrationShift(binsOf([[0, 0]]), binsOf([[0, 0]]))).toBeNull();
    expect(calibrationShift(binsOf([]), binsOf([]))).toBeNull();
  });

  test('are no shift where only the scores move among them', () => {
    // a tenth and a fourth of the rows are positive, in both samples; the mix is the other way round
    const shift = calibrationShift(
      binsOf([
        [20, 2],
        [12, 3],
      ]),
      binsOf([
        [10, 1],
        [120, 30],
      ]),
    );
    expect(shift).toMatchObject({ degrees: 1, pValue: 1, effect: 0 });
  });
});

describe('chance', () => {
  const SEED = 20_261_018;
  const TRIALS = 4_000;

  /** Ten bins of so many rows, with so large a share of positives in the first one and in the last one. */
  function drawn(trial: number, rows: number, [low, high]: readonly [number, number], stream: number): LabelledBins {
    const bins = Array.from({ length: 10 }, () => rows / 10);
    const positives = bins.map((count, bin) => {
      const uniform = uniformAt(SEED, stream, trial, bin);
      return binomialQuantile(uniform, count, low + ((high - low) * bin) / 9);
    });
    return { bins, positives };
  }

  test.each<[number, number, readonly [number, number]]>([
    [200, 200, [0.05, 0.6]],
    [600, 2_000, [0.1, 0.9]],
    [2_000, 500, [0.005, 0.1]],
  ])('takes %d and %d rows of one world for two in at most 2 of 1000 trials at p < .001', (before, after, shares) => {
    let alarms = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const shift = calibrationShift(drawn(trial, before, shares, 1), drawn(trial, after, shares, 2));
      if (shift !== null && shift.pValue < 0.001) alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(0.002 * TRIALS);
  });

  test('gives p-values that are as small as they say', () => {
    let small = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const shift = calibrationShift(drawn(trial, 2_000, [0.1, 0.9], 3), drawn(trial, 2_000, [0.1, 0.9], 4));
      if (shift !== null && shift.pValue < 0.1) small += 1;
    }
    expect(small / TRIALS).toBeGreaterThan(0.08);
    expect(small / TRIALS).toBeLessThan(0.12);
  });

  test('hides no shift of .15 in 500 rows', () => {
    let found = 0;
    for (let trial = 0; trial < 200; trial += 1) {
      const shift = calibrationShift(drawn(trial, 2_000, [0.05, 0.8], 5), drawn(trial, 500, [0.2, 0.95], 6));
      if (shift !== null && shift.pValue < 0.001) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(190);
  });
});

test.each<[string, LabelledBins, LabelledBins, string]>([
  [
    'other bins',
    { bins: [1, 2], positives: [0, 1] },
    { bins: [1], positives: [1] },
    "'current' should have the 2 bins of the reference, got 1",
  ],
  [
    'positives of other bins',
    { bins: [1, 2], positives: [0] },
    { bins: [1, 2], positives: [0, 0] },
    "'reference.positives' should have a count for each of 2 bins, got 1",
  ],
  [
    'more positives than rows',
    { bins: [3], positives: [1] },
    { bins: [3], positives: [4] },
    "'current.positives[0]' should be at most the 3 rows of its bin, got 4",
  ],
  [
    'less than no row',
    { bins: [-3], positives: [0] },
    { bins: [3], positives: [1] },
    "'reference' should have whole numbers from 0 on, got -3",
  ],
  [
    'part of a row',
    { bins: [3], positives: [1] },
    { bins: [3], positives: [0.5] },
    "'current' should have whole numbers from 0 on, got 0.5",
  ],
  [
    'what is no number',
    { bins: [3], positives: [Number.NaN] },
    { bins: [3], positives: [1] },
    "'reference' should have whole numbers from 0 on, got NaN",
  ],
])('counts of %s are refused', (_what, reference, current, message) => {
  expect(() => calibrationShift(reference, current)).toThrow(new RangeError(message));
});
