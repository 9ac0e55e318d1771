import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accuracyDifference,
  agrestiMinEstimate,
  mcNemarChiSquare,
  mcNemarExactP,
  mcNemarMidP,
  type PairedAnswers,
  pairAnswers,
} from '../../../lib/statistics/paired/mcnemar.ts';
import { normalInterval } from '../../../lib/statistics/paired/paired-mean.ts';

const answers = fc.record({
  bothRight: fc.nat(500),
  championOnly: fc.nat(60),
  challengerOnly: fc.nat(60),
  bothWrong: fc.nat(500),
});

function discordant(championOnly: number, challengerOnly: number): PairedAnswers {
  return { bothRight: 40, championOnly, challengerOnly, bothWrong: 50 };
}

function exchanged({ championOnly, challengerOnly, ...others }: PairedAnswers): PairedAnswers {
  return { ...others, championOnly: challengerOnly, challengerOnly: championOnly };
}

describe('paired answers', () => {
  test('are counted by who is right', () => {
    const counts = pairAnswers([1, 1, 0, 0, 2, 2], [1, 0, 0, 1, 2, 0], [1, 1, 1, 1, 2, 0]);
    expect(counts).toEqual({ bothRight: 2, championOnly: 1, challengerOnly: 1, bothWrong: 2 });
  });

  test('of a model that has not answered all rows are refused', () => {
    const message = "'challenger' should have an answer for each of the 2 rows, got 1";
    expect(() => pairAnswers([1, 0], [1, 0], [1])).toThrow(new RangeError(message));
    expect(() => pairAnswers([1, 0], [1], [1, 0])).toThrow("'champion' should have an answer");
  });
});

describe("McNemar's exact test", () => {
  test.each([
    [2, 8, 112 / 1_024],
    [0, 5, 2 / 32],
    [0, 1, 1],
    [3, 3, 1],
    [0, 0, 1],
  ])('of %d against %d rows has a chance of %d', (championOnly, challengerOnly, expected) => {
    expect(mcNemarExactP(discordant(championOnly, challengerOnly))).toBeCloseTo(expected, 13);
  });

  test('does not ask which of the models is which, nor for rows on which they agree', () => {
    fc.assert(
      fc.property(answers, (counts) => {
        const p = mcNemarExactP(counts);
        expect(mcNemarExactP(exchanged(counts))).toBe(p);
        expect(mcNemarExactP({ ...counts, bothRight: 0, bothWrong: 1 })).toBe(p);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('is less sure than the mid-p, by the chance of just what was seen', () => {
    expect(mcNemarMidP(discordant(2, 8))).toBeCloseTo(67 / 1_024, 13);
    expect(mcNemarMidP(discordant(4, 4))).toBeCloseTo(1, 13);
    expect(mcNemarMidP(discordant(0, 0))).toBeNull();
  });
});

describe("McNemar's approximate test", () => {
  test('is of the squared difference, with or without correction', () => {
    expect(mcNemarChiSquare(discordant(2, 8))).toEqual({ chiSquare: 3.6, pValue: expect.closeTo(0.0577795711, 9) });
    expect(mcNemarChiSquare(discordant(2, 8), 1)).toEqual({ chiSquare: 2.5, pValue: expect.closeTo(0.113846298, 9) });
    expect(mcNemarChiSquare(discordant(0, 0))).toBeNull();
  });

  // the survey of McNemar's article in Wikipedia
  test('of 59 against 121 rows finds a difference', () => {
    expect(mcNemarChiSquare(discordant(121, 59))?.chiSquare).toBeCloseTo(21.36, 2);
    expect(mcNemarChiSquare(discordant(121, 59), 1)?.chiSquare).toBeCloseTo(20.67, 2);
  });
});

describe('the difference of two accuracies', () => {
  test('is of the challenger less the champion, by all rows', () => {
    expect(accuracyDifference(discordant(2, 8))?.value).toBeCloseTo(0.06, 15);
    expect(accuracyDifference(discordant(2, 8))?.standardError).toBeCloseTo(0.0310483494, 10);
    expect(accuracyDifference({ bothRight: 0, championOnly: 0, challengerOnly: 0, bothWrong: 0 })).toBeNull();
  });

  test('has the spread of a mean of 1, 0 and -1', () => {
    fc.assert(
      fc.property(answers, (counts) => {
        const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
        fc.pre(rows > 0);
        const difference = accuracyDifference(counts);
        const squares = (counts.championOnly + counts.challengerOnly) / rows;
        const variance = (squares - (difference?.value ?? 0) ** 2) / rows;
        expect((difference?.standardError ?? 0) ** 2).toBeCloseTo(variance, 12);
      }),
    );
  });

  test('has an interval that mirrors the one of exchanged models', () => {
    fc.assert(
      fc.property(answers, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (counts, confidence) => {
        const there = normalInterval(agrestiMinEstimate(counts), confidence);
        const back = normalInterval(agrestiMinEstimate(exchanged(counts)), confidence);
        expect(there.lower).toBeCloseTo(-back.upper, 13);
        expect(there.upper).toBeCloseTo(-back.lower, 13);
      }),
    );
  });

  test('has an interval with a width also where no row is discordant', () => {
    const { lower, upper } = normalInterval(
      agrestiMinEstimate({ bothRight: 10, championOnly: 0, challengerOnly: 0, bothWrong: 5 }),
      0.95,
    );
    expect(upper).toBeCloseTo(0.1152919991, 10);
    expect(lower).toBeCloseTo(-0.1152919991, 10);
  });
});
