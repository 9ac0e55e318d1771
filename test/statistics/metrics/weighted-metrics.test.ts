import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../lib/statistics/metrics/measurements.ts';
import { readScores } from '../../../lib/statistics/metrics/read-scores.ts';
import { type MetricName, rowLosses, weightedMetric } from '../../../lib/statistics/metrics/weighted-metrics.ts';

const metrics: readonly MetricName[] = ['auc', 'accuracy', 'f1', 'macro-f1', 'log-loss', 'brier'];
const several = { positiveClass: null, classes: ['a', 'b', 'c'] };
const binary = { positiveClass: 'a', classes: [] };

const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
const rows = fc.array(
  fc.record({
    label: fc.constantFrom('a', 'b', 'c', 'unheard'),
    scores: fc.tuple(share, share, share),
    weight: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 25 },
);

type Row = { label: string; scores: [number, number, number]; weight: number };

function scored(sample: readonly Row[], terms: typeof several | typeof binary) {
  const labels = sample.map(({ label }) => label);
  const scores = sample.map((row) => (terms.positiveClass === null ? row.scores : row.scores[0]));
  return { labels, scores, ...terms };
}

describe.each([
  ['a positive class', binary],
  ['several classes', several],
])('with %s', (_, terms) => {
  test.each(metrics)('%s under weights is that of rows that occur so often', (metric) => {
    fc.assert(
      fc.property(rows, (sample) => {
        const repeated = sample.flatMap((row) => new Array<Row>(row.weight).fill(row));
        // a label that no row carries any more is no class of theirs
        fc.pre(repeated.some(({ label }) => label === 'unheard') || !sample.some(({ label }) => label === 'unheard'));
        const expected = measure(scored(repeated, terms))[metric];
        const actual = weightedMetric(metric, readScores(scored(sample, terms)))(sample.map(({ weight }) => weight));
        if (expected === null) expect(actual).toBeNull();
        else expect(actual).toBeCloseTo(expected, 12);
      }),
    );
  });

  test.each(['log-loss', 'brier'] as const)('the losses of the rows have the %s as their mean', (metric) => {
    fc.assert(
      fc.property(rows, (sample) => {
        const losses = rowLosses(metric, readScores(scored(sample, terms)));
        const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
        expect(mean).toBeCloseTo(measure(scored(sample, terms))[metric] ?? Number.NaN, 12);
      }),
    );
  });
});

test('without weight on a row nothing is defined', () => {
  const read = readScores({ labels: ['a', 'b'], scores: [0.9, 0.1], ...binary });
  for (const metric of metrics) expect(weightedMetric(metric, read)([0, 0])).toBeNull();
  expect(weightedMetric('auc', read)([1, 0])).toBeNull();
  expect(weightedMetric('auc', read)([1, 1])).toBe(1);
});

test('scores are read as numbers of classes', () => {
  expect(readScores({ labels: ['a', 'x'], scores: [0.5, 0.49], ...binary })).toEqual({
    positive: 1,
    actual: [1, 0],
    predicted: [1, 0],
    probabilities: [
      [0.5, 0.5],
      [0.51, 0.49],
    ],
    ofTruth: [0.5, 0.51],
  });
  const scores = [
    [0.4, 0.4, 0.2],
    [0, 0.1, 0.9],
  ];
  expect(readScores({ labels: ['b', 'unheard'], scores, ...several })).toEqual({
    positive: null,
    actual: [1, 3],
    predicted: [0, 2],
    probabilities: [
      [0.4, 0.4, 0.2, 0],
      [0, 0.1, 0.9, 0],
    ],
    ofTruth: [0.4, 0],
  });
});
