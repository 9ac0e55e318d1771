import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { macroAuc, rocAuc } from '../../../lib/statistics/metrics/auc.ts';
import { binaryCases, DIGITS, multiclassCases } from './offline-metrics.ts';

const rows = fc.array(
  fc.record({ positive: fc.boolean(), score: fc.integer({ min: 0, max: 8 }), weight: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 40 },
);

type Row = { positive: boolean; score: number; weight: number };

const area = (sample: readonly Row[], weighted = false) =>
  rocAuc(
    sample.map(({ positive }) => positive),
    sample.map(({ score }) => score),
    weighted ? sample.map(({ weight }) => weight) : undefined,
  );

/** The definition, pair by pair. */
function byPairs(sample: readonly Row[]): number | null {
  const negatives = sample.filter(({ positive }) => !positive);
  const pairs = sample
    .filter(({ positive }) => positive)
    .flatMap((one) => negatives.map((other) => ({ lead: one.score - other.score, weight: one.weight * other.weight })));
  const weight = pairs.reduce((sum, pair) => sum + pair.weight, 0);
  const wins = pairs.reduce((sum, pair) => sum + pair.weight * ((Math.sign(pair.lead) + 1) / 2), 0);
  return weight === 0 ? null : wins / weight;
}

describe('the area under the ROC curve', () => {
  test.each(binaryCases)('of $name is what scikit-learn computes', ({ y, score, weight, expected }) => {
    const positives = y.map((label) => label === 1);
    expect(rocAuc(positives, score, weight ?? undefined)).toBeCloseTo(expected.auc ?? Number.NaN, DIGITS);
  });

  test('is the share of pairs that are in order, ties counting half, by weight', () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const expected = byPairs(sample);
        const actual = area(sample, true);
        if (expected === null) expect(actual).toBeNull();
        else expect(actual).toBeCloseTo(expected, DIGITS);
      }),
    );
  });

  test('is undefined for one class, and without rows', () => {
    expect(rocAuc([], [])).toBeNull();
    expect(rocAuc([true, true], [0.1, 0.2])).toBeNull();
    expect(rocAuc([false], [0.1])).toBeNull();
    expect(rocAuc([true, false], [0.9, 0.1], [1, 0])).toBeNull();
    expect(rocAuc([true, false, false], [0.9, 0.1, Number.NaN])).toBeNull();
  });

  test('is 1 in perfect order, 0 in the opposite, and 1/2 for a constant score', () => {
    expect(rocAuc([false, false, true], [0.1, 0.2, 0.3])).toBe(1);
    expect(rocAuc([true, false, false], [0.1, 0.2, 0.3])).toBe(0);
    expect(rocAuc([true, false, false], [0.5, 0.5, 0.5])).toBe(0.5);
  });

  test('of swapped classes is the rest to 1', () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const swapped = sample.map((row) => ({ ...row, positive: !row.positive }));
        const one = area(sample);
        if (one !== null) expect(area(swapped)).toBeCloseTo(1 - one, DIGITS);
      }),
    );
  });
});

describe('the macro average of one against the rest', () => {
  test.each(multiclassCases)('of $name is what scikit-learn computes', ({ y, proba, expected }) => {
    expect(macroAuc(y, proba)).toBeCloseTo(expected.auc_ovr_macro ?? Number.NaN, DIGITS);
  });

  test('leaves out a class that does not occur', () => {
    const probabilities = [
      [0.8, 0.1, 0.1],
      [0.3, 0.6, 0.1],
      [0.4, 0.5, 0.1],
    ];
    expect(macroAuc([0, 1, 0], probabilities)).toBe(1);
  });

  test('is undefined where only one class occurs, and without rows', () => {
    expect(macroAuc([], [])).toBeNull();
    expect(
      macroAuc(
        [1, 1],
        [
          [0.5, 0.5],
          [0.4, 0.6],
        ],
      ),
    ).toBeNull();
  });
});
