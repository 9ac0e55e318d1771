import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { closedFormUncertainty } from '../../../lib/domain/gate/closed-form-uncertainty.ts';
import { ruleValue } from '../../../lib/domain/gate/rule-value.ts';
import type { Measure } from '../../../lib/domain/gate/uncertainty.ts';
import { measure } from '../../../lib/statistics/metrics/measurements.ts';
import { answeredRows, binaryRows, binaryTerms, noisyRows, readPair } from './paired-samples.ts';

const rowsOf = (count: number) => noisyRows(count, 0.9, 0.6);

/** What the rule measures, from scores and not from the module under test. */
function gainOf(asked: Measure, rows: ReturnType<typeof rowsOf>): number {
  const labels = rows.map(({ label }) => label);
  const measured = (role: 'candidate' | 'champion') =>
    measure({ labels, scores: rows.map((row) => row[role]), ...binaryTerms });
  return ruleValue(asked, { candidate: measured('candidate'), champion: measured('champion') }) ?? Number.NaN;
}

const asked = (metric: Measure['metric'], mode: Measure['mode'] = 'absolute') => ({ metric, mode });

describe('the gain in AUC', () => {
  const vectors = JSON.parse(
    readFileSync(new URL('../../vectors/02_delong_paired_auc.json', import.meta.url), 'utf8'),
  ) as {
    readonly cases: readonly {
      readonly name: string;
      readonly y: readonly number[];
      readonly champion: readonly number[];
      readonly challenger: readonly number[];
      readonly expected: {
        readonly ci90_diff: readonly number[];
        readonly p_two_sided: number;
        readonly se_diff: number;
      };
    }[];
  };

  test.each(vectors.cases)('of $name has the interval of pROC (S3-07)', ({ y, champion, challenger, expected }) => {
    const probability = (score: number) => 1 / (1 + Math.exp(-score));
    const rows = binaryRows(
      y.map((label) => label === 1),
      challenger.map(probability),
      champion.map(probability),
    );

    const found = closedFormUncertainty(asked('auc'), readPair(rows), 0.9);

    expect(found).toMatchObject({ method: 'delong', p: expect.closeTo(expected.p_two_sided, 10) });
    expect(found?.standardError).toBeCloseTo(expected.se_diff, 10);
    expect(found?.lower).toBeCloseTo(expected.ci90_diff[0] ?? Number.NaN, 10);
    expect(found?.upper).toBeCloseTo(expected.ci90_diff[1] ?? Number.NaN, 10);
  });

  test('as a share has the chance of the gain in points, and an interval around the share', () => {
    const rows = rowsOf(400);
    const [points, share] = [asked('auc'), asked('auc', 'relative')].map((one) =>
      closedFormUncertainty(one, readPair(rows), 0.9),
    );
    const value = gainOf(asked('auc', 'relative'), rows);

    expect(((share?.lower ?? 0) + (share?.upper ?? 0)) / 2).toBeCloseTo(value, 12);
    expect(share?.p).toBe(points?.p);
    expect(share?.standardError).toBeGreaterThan(points?.standardError ?? 0);
  });

  test('has no interval with one row of a class', () => {
    const pair = readPair(binaryRows([true, false, false], [0.9, 0.1, 0.2], [0.5, 0.5, 0.5]));
    expect(closedFormUncertainty(asked('auc'), pair, 0.9)).toBeNull();
  });

  test('of several classes is for a bootstrap', () => {
    const rows = ['a', 'b', 'c'].map((label, row) => ({
      id: `${row}`,
      label,
      candidate: [0.2, 0.3, 0.5],
      champion: [0.5, 0.3, 0.2],
    }));
    const pair = readPair(rows, { positiveClass: null, classes: ['a', 'b', 'c'] });
    expect(closedFormUncertainty(asked('auc'), pair, 0.9)).toBeUndefined();
  });

  test('over a constant champion is that of the candidate alone', () => {
    const rows = rowsOf(300).map((row) => ({ ...row, champion: 0.3 }));
    const gain = closedFormUncertainty(asked('auc'), readPair(rows), 0.9);
    const floor = closedFormUncertainty(asked('auc', 'floor'), readPair(rows), 0.9);

    expect(gain?.standardError).toBeCloseTo(floor?.standardError ?? Number.NaN, 12);
    expect(gain?.lower).toBeCloseTo((floor?.lower ?? Number.NaN) - 0.5, 12);
    expect(floor?.p).toBeNull();
  });
});

describe('the gain in accuracy', () => {
  test('has the interval of Agresti and Min, and the exact chance of McNemar (S4-08)', () => {
    const found = closedFormUncertainty(asked('accuracy'), readPair(answeredRows(40, 2, 8, 50)), 0.95);

    expect(found).toMatchObject({ method: 'agresti-min', p: expect.closeTo(0.109375, 12) });
    expect(found?.lower).toBeCloseTo(-0.0038757783528776957, 12);
    expect(found?.upper).toBeCloseTo(0.1215228371764071, 12);
    expect(found?.standardError).toBeCloseTo((0.1215228371764071 + 0.0038757783528776957) / 2 / 1.959963984540054, 10);
  });

  test('as a share of failures is divided by the failures of the champion', () => {
    const pair = readPair(answeredRows(40, 2, 8, 50));
    const points = closedFormUncertainty(asked('failure-rate-reduction'), pair, 0.9);
    const share = closedFormUncertainty(asked('failure-rate-reduction', 'relative'), pair, 0.9);

    expect(share?.lower).toBeCloseTo((points?.lower ?? Number.NaN) / 0.58, 12);
    expect(share?.upper).toBeCloseTo((points?.upper ?? Number.NaN) / 0.58, 12);
    expect(share?.p).toBe(points?.p);
  });

  test('of a champion without failures is told in points', () => {
    const pair = readPair(answeredRows(98, 2, 0, 0));
    expect(closedFormUncertainty(asked('failure-rate-reduction', 'relative'), pair, 0.9)).toEqual(
      closedFormUncertainty(asked('failure-rate-reduction'), pair, 0.9),
    );
  });

  test('has a floor by Wilson', () => {
    // (.85 + z²/2n ± z √(.85 x .15/n + z²/4n²)) / (1 + z²/n) with z = 1.6449, n = 100
    const found = closedFormUncertainty(asked('accuracy', 'floor'), readPair(answeredRows(80, 10, 5, 5)), 0.9);
    const [z, n] = [1.6448536269514722, 100];
    const reach = z * Math.sqrt((0.85 * 0.15) / n + z ** 2 / (4 * n ** 2));
    expect(found).toMatchObject({ method: 'wilson', p: null });
    expect(found?.lower).toBeCloseTo((0.85 + z ** 2 / (2 * n) - reach) / (1 + z ** 2 / n), 12);
    expect(found?.upper).toBeCloseTo((0.85 + z ** 2 / (2 * n) + reach) / (1 + z ** 2 / n), 12);
  });
});

describe.each(['log-loss', 'brier'] as const)('the gain in %s', (metric) => {
  test('is a mean of the rows from 200 on, and for a bootstrap below', () => {
    expect(closedFormUncertainty(asked(metric), readPair(rowsOf(199)), 0.9)).toBeUndefined();
    expect(closedFormUncertainty(asked(metric), readPair(rowsOf(200)), 0.9)).toMatchObject({ method: 'normal' });
  });

  test.each(['absolute', 'relative'] as const)('%s lies in the middle of its interval', (mode) => {
    const rows = rowsOf(500);
    const found = closedFormUncertainty(asked(metric, mode), readPair(rows), 0.9);
    expect(((found?.lower ?? 0) + (found?.upper ?? 0)) / 2).toBeCloseTo(gainOf(asked(metric, mode), rows), 12);
    expect(found?.lower).toBeLessThan(found?.upper ?? 0);
  });

  test('without spread has none', () => {
    const rows = binaryRows(new Array<boolean>(300).fill(true), new Array(300).fill(0.8), new Array(300).fill(0.5));
    const found = closedFormUncertainty(asked(metric), readPair(rows), 0.9);
    expect(found?.standardError).toBeCloseTo(0, 12);
    expect(found?.p).toBeLessThan(1e-9);
  });
});

test('a relative gain in log-loss has the spread of a ratio of two means', () => {
  // every row gains the same share, so that the share is certain and the gain is not
  const pair = readPair(rowsOf(400));
  const halved = { ...pair, candidate: { ...pair.candidate, ofTruth: pair.champion.ofTruth.map(Math.sqrt) } };
  const share = closedFormUncertainty(asked('log-loss', 'relative'), halved, 0.9);

  expect(share?.standardError).toBeCloseTo(0, 10);
  expect(share?.lower).toBeCloseTo(0.5, 10);
  expect(closedFormUncertainty(asked('log-loss'), halved, 0.9)?.standardError).toBeGreaterThan(0.001);
});

test.each(['f1', 'macro-f1'] as const)('%s is for a bootstrap', (metric) => {
  for (const mode of ['absolute', 'relative', 'floor'] as const) {
    expect(closedFormUncertainty(asked(metric, mode), readPair(rowsOf(300)), 0.9)).toBeUndefined();
  }
});

test('a higher confidence has a wider interval of the same spread', () => {
  const pair = readPair(rowsOf(400));
  for (const metric of ['auc', 'accuracy', 'log-loss', 'brier'] as const) {
    const [narrow, wide] = [0.8, 0.99].map((confidence) => closedFormUncertainty(asked(metric), pair, confidence));
    expect(wide?.lower).toBeLessThan(narrow?.lower ?? Number.NaN);
    expect(wide?.upper).toBeGreaterThan(narrow?.upper ?? Number.NaN);
    expect(wide?.standardError).toBeCloseTo(narrow?.standardError ?? Number.NaN, 12);
  }
});
