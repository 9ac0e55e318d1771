import { describe, expect, test } from 'vitest';
import { driftDefaults } from '../../../lib/domain/definition/trigger-settings.ts';
import { cohortPerformance, performanceMeasurements } from '../../../lib/domain/triggers/cohort-performance.ts';
import { type ConceptVerdict, countedVerdict } from '../../../lib/domain/triggers/concept-drift.ts';
import { driftMeasurements } from '../../../lib/domain/triggers/drift-measurements.ts';
import { driftVerdict } from '../../../lib/domain/triggers/drift-verdict.ts';
import { performanceVerdict } from '../../../lib/domain/triggers/performance-verdict.ts';
import { sampleProfile, sampleWindow, unevenTenths } from '../artifacts/drift-samples.ts';

const terms = { positiveClass: 'yes', classes: [] };

/** So many labels, of which so many were predicted as they turned out. */
function performance(rows: number, right: number) {
  const labels = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'yes' : 'no'));
  const scores = labels.map((label, row) => ((label === 'yes') === row < right ? 0.9 : 0.1));
  return cohortPerformance({ labels, scores, coverage: 1 }, terms);
}

const measuredAs = (all: readonly { name: string; value: number }[], name: string) =>
  all.find((one) => one.name === name)?.value;

describe('drift in metrics', () => {
  const profile = sampleProfile();
  const drifted = (day: number, psi = 0.28) =>
    sampleWindow(profile, { day, features: { age: { bins: unevenTenths(psi), missing: 0 } } });
  const measured = (...windows: Parameters<typeof driftVerdict>[1][number][]) =>
    driftMeasurements(driftVerdict(profile, windows, driftDefaults), null);
  const none = {
    features: {
      age: { bins: new Array<number>(10).fill(0), missing: 0 },
      job: { levels: [], other: 0, missing: 0 },
    },
    scores: new Array<number>(10).fill(0),
  };
  const empty = (day: number) => sampleWindow(profile, { day, rows: 0, ...none });

  test('is the verdict, and the largest indices of the newest window', () => {
    const all = measured(drifted(0, 0.9), drifted(1));

    expect(all.map(({ name }) => name)).toEqual(['FeaturePsi', 'ScorePsi', 'DriftDetected']);
    expect(measuredAs(all, 'FeaturePsi')).toBeCloseTo(0.28, 3);
    expect(measuredAs(all, 'ScorePsi')).toBe(0);
    expect(measuredAs(all, 'DriftDetected')).toBe(1);
  });

  test('is 0 while the verdict waits, whatever the index: .25 does not fire, .28 does in two windows (S2-02)', () => {
    expect(measuredAs(measured(drifted(0)), 'DriftDetected')).toBe(0);
    expect(measuredAs(measured(drifted(0, 0.2499), drifted(1, 0.2499)), 'DriftDetected')).toBe(0);
    expect(measuredAs(measured(drifted(0, 0.28), drifted(1, 0.28)), 'DriftDetected')).toBe(1);
  });

  test('is nothing without evidence', () => {
    expect(measured()).toEqual([]);
    expect(measured(drifted(0), empty(1))).toEqual([]);
  });

  /** Outcomes of half a thousand rows with the same score, of which half came true before. */
  const outcomes = (positives: number, scoreRows = 1_000): ConceptVerdict =>
    countedVerdict(
      { scoreRows, scores: [{ output: 'yes', edges: [], bins: [1_000], positives: [500] }] },
      { n: 500, outputs: [{ bins: [500], positives: [positives] }] },
    );
  const requests = {
    fired: [drifted(0), drifted(1)],
    waiting: [drifted(0)],
    quiet: [drifted(0, 0.1)],
    none: [empty(0)],
  };

  test.each<[keyof typeof requests, string, ConceptVerdict | null, number | undefined]>([
    ['fired', 'FIRED', outcomes(400), 1],
    ['fired', 'QUIET', outcomes(250), 1],
    ['fired', 'NO_EVIDENCE', outcomes(400, 199), 1],
    ['fired', 'not looked at', null, 1],
    ['waiting', 'FIRED', outcomes(400), 1],
    ['waiting', 'QUIET', outcomes(250), 0],
    ['quiet', 'FIRED', outcomes(400), 1],
    ['quiet', 'QUIET', outcomes(250), 0],
    ['quiet', 'NO_EVIDENCE', outcomes(400, 199), 0],
    ['none', 'FIRED', outcomes(400), 1],
    ['none', 'QUIET', outcomes(250), 0],
    ['none', 'NO_EVIDENCE', outcomes(400, 199), undefined],
    ['none', 'not looked at', null, undefined],
  ])(
    'of requests (%s) and of outcomes (%s) is one value: no evidence of one does not silence the other',
    (windows, code, concept, value) => {
      const all = driftMeasurements(driftVerdict(profile, requests[windows], driftDefaults), concept);

      expect(concept?.code ?? 'not looked at').toBe(code);
      expect(all.filter(({ name }) => name === 'DriftDetected').map((one) => one.value)).toEqual(
        value === undefined ? [] : [value],
      );
      expect(measuredAs(all, 'CalibrationShift')).toBe(concept?.shift ?? undefined);
      expect(measuredAs(all, 'FeaturePsi') === undefined).toBe(windows === 'none');
    },
  );
});

describe('performance in metrics', () => {
  test('is every measure that is defined, and how far accuracy has dropped', () => {
    const all = performanceMeasurements(performance(200, 160), 0.85);

    expect(all.map(({ name }) => name)).toEqual([
      'ModelAccuracy',
      'ModelAuc',
      'ModelF1',
      'ModelMacroF1',
      'AccuracyDrop',
    ]);
    expect(measuredAs(all, 'ModelAccuracy')).toBe(0.8);
    expect(measuredAs(all, 'AccuracyDrop')).toBeCloseTo(0.05, 12);
  });

  test('that has risen is no drop, and without a value at promotion there is none', () => {
    expect(measuredAs(performanceMeasurements(performance(200, 160), 0.7), 'AccuracyDrop')).toBe(0);
    expect(measuredAs(performanceMeasurements(performance(200, 160), undefined), 'AccuracyDrop')).toBeUndefined();
  });

  test('of a single class has no AUC', () => {
    const labels = new Array<string>(200).fill('no');
    const single = cohortPerformance({ labels, scores: labels.map(() => 0.1), coverage: 1 }, terms);

    expect(measuredAs(performanceMeasurements(single, 0.9), 'ModelAuc')).toBeUndefined();
    expect(measuredAs(performanceMeasurements(single, 0.9), 'ModelAccuracy')).toBe(1);
  });

  test.each([
    ['too few labels', performance(199, 0)],
    [
      'scores that are none',
      cohortPerformance({ labels: new Array(300).fill('no'), scores: new Array(300).fill(2), coverage: 1 }, terms),
    ],
  ])('of %s is nothing, as the verdict has no evidence', (_what, given) => {
    expect(performanceMeasurements(given, 0.9)).toEqual([]);
    expect(performanceVerdict(given, { metric: 'accuracy', below: 0.5, lookbackDays: 30 }).code).toBe('NO_EVIDENCE');
  });
});
