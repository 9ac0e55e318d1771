import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countBins, decileEdges } from '../../../lib/statistics/drift/bin-edges.ts';
import type { FittedModel } from '../../../lib/training/fitted-model.ts';
import { type LabelledScores, profileRows as profileTable } from '../../../lib/training/profile/row-profile.ts';
import { countRows } from '../../../lib/training/profile/window-counts.ts';
import type { TrainingFeatures } from '../../../lib/training/table/feature-reading.ts';
import { featuresOf, missingOf, tableOf } from '../table/table-of.ts';

const model: FittedModel = {
  preparation: [
    { kind: 'numeric', feature: 'age', missing: ['-1'], fill: 0, mean: 0, scale: 1, indicator: true },
    { kind: 'categorical', feature: 'job', missing: ['unknown'], levels: ['a'], other: true, indicator: true },
  ],
  scorer: { kind: 'linear', intercepts: [0], weights: [[1, 0, 1, 0, 0]] },
  positiveClass: 'yes',
  classes: [],
};

const profileRows = (of: FittedModel, values: readonly TrainingFeatures[], holdout: LabelledScores) => {
  const features = featuresOf(of);
  return profileTable(of, { table: tableOf(features, values), missing: missingOf(features) }, holdout);
};

const row = fc.record({
  age: fc.option(fc.integer({ min: -1, max: 30 })),
  job: fc.constantFrom('a', 'b', 'c', 'unknown', '', null, '__proto__'),
});
const none = { scores: [], labels: [] };
const rows = fc.array(row, { minLength: 1, maxLength: 80 });

describe('the profile of rows', () => {
  test('counts numbers by their deciles, with mean and deviation of those that are there', () => {
    const values = [
      ...Array.from({ length: 11 }, (_, index) => ({ age: index * 10, job: 'a' })),
      { age: -1, job: 'b' },
    ];
    const { rows: count, features } = profileRows(model, values, none);
    expect(count).toBe(12);
    expect(features[0]).toEqual({
      kind: 'numeric',
      feature: 'age',
      missing: ['-1'],
      importance: expect.closeTo(0.99, 1),
      edges: [10, 20, 30, 40, 50, 60, 70, 80, 90],
      counts: { bins: [2, 1, 1, 1, 1, 1, 1, 1, 1, 1], missing: 1 },
      mean: 50,
      deviation: Math.sqrt(1000),
    });
  });

  test('keeps the fifty most frequent levels, the first by name of equals, and counts the others together', () => {
    const names = Array.from({ length: 60 }, (_, index) => `level ${String(index).padStart(2, '0')}`);
    const values = [...names, ...names.slice(30)].map((job) => ({ job }));
    const [, job] = profileRows(model, [...values, { job: 'unknown' }, {}], none).features;
    const levels = [...names.slice(30), ...names.slice(0, 20)].map((level, index) => ({
      level,
      rows: index < 30 ? 2 : 1,
    }));
    expect(job?.counts).toEqual({ levels, other: 10, missing: 2 });
  });

  test('has one distribution of scores per output, with the rows that it came true for (S0-47)', () => {
    const scores = [0.1, 0.2, 0.3, 0.4];
    const binary = profileRows(model, [], { scores, labels: ['no', 'yes', 'no', 'yes'] });
    expect(binary.scoreRows).toBe(4);
    const edges = decileEdges(scores);
    const positives = countBins(edges, [0.2, 0.4]).bins;
    expect(binary.scores).toEqual([{ output: 'yes', edges, bins: countBins(edges, scores).bins, positives }]);
    const classes = { ...model, positiveClass: null, classes: ['low', 'high'] };
    const several = profileRows(classes, [], {
      scores: [
        [0.9, 0.1],
        [0.8, 0.2],
      ],
      labels: ['high', 'other'],
    });
    expect(several.scores.map(({ output }) => output)).toEqual(['low', 'high']);
    // a label that the model does not know came true for none of its outputs
    expect(several.scores.map(({ positives }) => positives.reduce((sum, count) => sum + count, 0))).toEqual([0, 1]);
    expect(several.scores[1]?.positives[0]).toBe(1);
    expect(several.scores[1]?.edges[0]).toBeCloseTo(0.11, 12);
  });

  test('without a row has neither edges nor moments', () => {
    expect(profileRows(model, [], none).features[0]).toMatchObject({ edges: [], mean: null, deviation: null });
  });
});

describe('rows that are counted later', () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });

  test('are counted as the profile counted its own', () => {
    fc.assert(
      fc.property(rows, fc.array(score, { minLength: 80, maxLength: 80 }), (values, scores) => {
        const own = scores.slice(0, values.length);
        const profile = profileRows(model, values, {
          scores: own,
          labels: own.map((one) => (one > 0.5 ? 'yes' : 'no')),
        });
        const counted = countRows(
          profile,
          values.map((features, index) => ({ features, score: own[index] ?? 0 })),
        );
        const sorted = (feature: { counts: object } | undefined) => {
          const levels = feature !== undefined && 'levels' in feature.counts ? feature.counts.levels : [];
          return [...(levels as { level: string }[])].sort((one, other) => (one.level < other.level ? -1 : 1));
        };
        expect(counted.rows).toBe(values.length);
        expect(counted.features[0]?.counts).toEqual(profile.features[0]?.counts);
        expect(sorted(counted.features[1])).toEqual(sorted(profile.features[1]));
        expect(counted.features[1]?.counts).toMatchObject({ other: 0 });
        expect(counted.scores.map(({ bins }) => bins)).toEqual(profile.scores.map(({ bins }) => bins));
        for (const { bins, positives } of profile.scores) {
          expect(positives).toHaveLength(bins.length);
          expect(positives.every((count, bin) => count <= (bins[bin] ?? 0))).toBe(true);
          expect(positives.reduce((sum, count) => sum + count, 0)).toBe(own.filter((one) => one > 0.5).length);
        }
      }),
    );
  });

  test('keep the names of levels that the profile has not got, if it lists all that it has', () => {
    const { features, scores } = profileRows(model, [{ job: 'a' }], { scores: [0.5], labels: ['yes'] });
    const counted = countRows({ features, scores }, [
      { features: { job: 'new' }, score: 0.5 },
      { features: { job: 'a' }, score: 0.5 },
    ]);
    expect(counted.features[1]?.counts).toEqual({
      levels: [
        { level: 'a', rows: 1 },
        { level: 'new', rows: 1 },
      ],
      other: 0,
      missing: 0,
    });
  });

  test('count unlisted levels together where the profile has rarer ones, and from the fifty-first on', () => {
    const names = Array.from({ length: 60 }, (_, index) => ({ job: `level ${String(index).padStart(2, '0')}` }));
    const many = profileRows(model, names, none);
    const [, unlisted] = countRows(many, [{ features: { job: 'new' }, score: 0.5 }]).features;
    expect(unlisted?.counts).toMatchObject({ levels: [], other: 1 });
    const few = profileRows(model, [{ job: 'a' }], none);
    const [, unseen] = countRows(
      few,
      names.map((features) => ({ features, score: 0.5 })),
    ).features;
    expect(unseen?.counts).toMatchObject({ other: 10 });
  });
});
