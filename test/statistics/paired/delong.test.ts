import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rocAuc } from '../../../lib/statistics/metrics/auc.ts';
import { delongTest, pairedAuc } from '../../../lib/statistics/paired/delong.ts';

/** Scores with many ties, and two rows of either class. */
const scored = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
  minLength: 4,
  maxLength: 40,
});

function columns(rows: readonly (readonly [boolean, number, number])[]) {
  const positives = rows.map(([positive]) => positive);
  fc.pre(positives.filter(Boolean).length >= 2 && positives.filter((positive) => !positive).length >= 2);
  return { positives, champion: rows.map(([, score]) => score), challenger: rows.map(([, , score]) => score) };
}

describe("DeLong's comparison of two AUCs", () => {
  test('has the variance that the definition gives, pair by pair', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const { positives, champion, challenger } = columns(rows);
        const areas = pairedAuc(positives, champion, challenger);
        expect(areas?.championVariance).toBeCloseTo(covarianceByPairs(positives, champion, champion), 12);
        expect(areas?.challengerVariance).toBeCloseTo(covarianceByPairs(positives, challenger, challenger), 12);
        expect(areas?.covariance).toBeCloseTo(covarianceByPairs(positives, champion, challenger), 12);
      }),
    );
  });

  test('has both AUCs, and their difference with the variance of a difference', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const { positives, champion, challenger } = columns(rows);
        const areas = pairedAuc(positives, champion, challenger);
        expect(areas?.championAuc).toBe(rocAuc(positives, champion));
        expect(areas?.challengerAuc).toBe(rocAuc(positives, challenger));
        if (areas === null) return;
        expect(areas.difference).toBe(areas.challengerAuc - areas.championAuc);
        const variance = areas.championVariance + areas.challengerVariance - 2 * areas.covariance;
        expect(areas.standardError ** 2).toBeCloseTo(variance, 12);
      }),
    );
  });

  test('of exchanged models has the opposite sign and the same certainty', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const { positives, champion, challenger } = columns(rows);
        const there = pairedAuc(positives, champion, challenger);
        const back = pairedAuc(positives, challenger, champion);
        expect((there?.difference ?? 1) + (back?.difference ?? 1)).toBeCloseTo(0, 14);
        expect(there?.standardError).toBeCloseTo(back?.standardError ?? Number.NaN, 14);
      }),
    );
  });

  test('is the same for scores on another scale', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const { positives, champion, challenger } = columns(rows);
        const stretched = pairedAuc(positives, champion.map(Math.exp), challenger);
        expect(stretched).toEqual(pairedAuc(positives, champion, challenger));
      }),
    );
  });

  test('of models that rank all rows alike has no spread at all, and no test', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const { positives, champion } = columns(rows);
        const areas = pairedAuc(
          positives,
          champion,
          champion.map((score) => score / 3),
        );
        expect([areas?.difference, areas?.standardError]).toEqual([0, 0]);
        expect(areas && delongTest(areas)).toBeNull();
      }),
    );
  });

  test('is undefined unless there are two rows of either class', () => {
    expect(pairedAuc([true, false, false], [3, 2, 1], [1, 2, 3])).toBeNull();
    expect(pairedAuc([true, true, false], [3, 2, 1], [1, 2, 3])).toBeNull();
    expect(pairedAuc([true, true, true], [3, 2, 1], [1, 2, 3])).toBeNull();
    expect(pairedAuc([], [], [])).toBeNull();
    expect(pairedAuc([true, true, false, false], [4, 3, 2, 1], [1, 2, 3, 4])).not.toBeNull();
  });

  test('refuses models that have not scored all rows', () => {
    const message = "'challenger' should have a score for each of the 2 rows, got 1";
    expect(() => pairedAuc([true, false], [1, 2], [1])).toThrow(new RangeError(message));
    expect(() => pairedAuc([true, false], [1, 2, 3], [1, 2])).toThrow("'champion' should have a score for each of");
  });
});

test('the test tells a gain from a loss', () => {
  const areas = { championAuc: 0.7, challengerAuc: 0.8, championVariance: 0, challengerVariance: 0, covariance: 0 };
  const gained = delongTest({ ...areas, difference: 0.1, standardError: 0.05 });
  expect(gained?.z).toBeCloseTo(2, 12);
  expect(gained?.pTwoSided).toBeCloseTo(0.0455002638963584, 12);
  expect(gained?.pGreater).toBeCloseTo(0.0227501319481792, 12);
  const lost = delongTest({ ...areas, difference: -0.1, standardError: 0.05 });
  expect(lost?.pGreater).toBeCloseTo(1 - 0.0227501319481792, 12);
  expect(lost?.pTwoSided).toBe(gained?.pTwoSided);
});

/** From the wins of every positive row over every negative one, as DeLong, DeLong and Clarke-Pearson (1988) define it. */
function covarianceByPairs(positives: readonly boolean[], one: readonly number[], other: readonly number[]): number {
  const rowsOf = (positive: boolean) => [...positives.keys()].filter((row) => positives[row] === positive);
  const [ones, zeros] = [rowsOf(true), rowsOf(false)];
  const wins = (scores: readonly number[], positive: number, negative: number) => {
    const lead = (scores[positive] ?? 0) - (scores[negative] ?? 0);
    return lead > 0 ? 1 : lead === 0 ? 0.5 : 0;
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = (left: readonly number[], right: readonly number[]) => {
    const [middle, otherMiddle] = [mean(left), mean(right)];
    const products = left.map((value, index) => (value - middle) * ((right[index] ?? 0) - otherMiddle));
    return products.reduce((sum, product) => sum + product, 0) / (left.length - 1);
  };
  const ofPositives = (scores: readonly number[]) =>
    ones.map((row) => mean(zeros.map((zero) => wins(scores, row, zero))));
  const ofNegatives = (scores: readonly number[]) =>
    zeros.map((row) => mean(ones.map((one) => wins(scores, one, row))));
  return (
    covariance(ofPositives(one), ofPositives(other)) / ones.length +
    covariance(ofNegatives(one), ofNegatives(other)) / zeros.length
  );
}
