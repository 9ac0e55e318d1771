import { describe, expect, test } from 'vitest';
import { policyPresets } from '../../../lib/domain/definition/policy-presets.ts';
import { decided } from './gate-samples.ts';

describe('lead-conversion: more than one point of AUC (C-1, C-2)', () => {
  const { gate } = policyPresets['lead-conversion'];

  test.each([
    [0.8, 0.8101, 'promote'],
    [0.8, 0.81, 'reject'],
    [0.8, 0.8099, 'reject'],
    [0.8, 0.8, 'reject'],
    [0.8, 0.7, 'reject'],
    // (.57 - .56) is below .01 in floating point, and (.58 - .57) above it: both are exactly one point
    [0.56, 0.57, 'reject'],
    [0.57, 0.58, 'reject'],
    [0.5, 0.7768, 'promote'],
  ])('from %f to %f: %s', (champion, candidate, verdict) => {
    expect(decided(gate, { auc: champion }, { auc: candidate }).verdict).toBe(verdict);
  });
});

describe('backlink-actions: a better accuracy, and at least .80 (C-1)', () => {
  const { gate } = policyPresets['backlink-actions'];

  test.each([
    [0.79, 0.8, 'promote'],
    [0.79, 0.7999, 'reject'],
    [0.8, 0.8, 'reject'],
    [0.85, 0.8501, 'promote'],
    [0.85, 0.85, 'reject'],
    [0.85, 0.84, 'reject'],
    [0.7, 0.79, 'reject'],
  ])('from %f to %f: %s', (champion, candidate, verdict) => {
    expect(decided(gate, { accuracy: champion }, { accuracy: candidate }).verdict).toBe(verdict);
  });

  test('the reason tells the floor from the gain', () => {
    expect(decided(gate, { accuracy: 0.79 }, { accuracy: 0.7999 }).reason).toBe(
      'not good enough: accuracy 0.7999 is below 0.8',
    );
    expect(decided(gate, { accuracy: 0.85 }, { accuracy: 0.85 }).reason).toBe(
      'no significant improvement: absolute accuracy gain 0 (accuracy 0.85 to 0.85) is not above 0',
    );
  });
});

describe('process-heat: 5 % more F1, and an accuracy of at least .85 (C-1, C-3, C-10)', () => {
  const { gate } = policyPresets['process-heat'];
  const passing = { accuracy: 0.9 };

  test.each([
    // .88 x 1.05 = .924, and not 93.6 % (C-3)
    [0.88, 0.924, 'promote'],
    [0.88, 0.9239, 'reject'],
    [0.88, 0.936, 'promote'],
    [0.88, 0.87, 'reject'],
    [0.6, 0.63, 'promote'],
    // nothing to start from: any F1 is an improvement, and none is not
    [0, 0.001, 'promote'],
    [0, 0, 'reject'],
  ])('F1 from %f to %f: %s', (champion, candidate, verdict) => {
    expect(decided(gate, { f1: champion, ...passing }, { f1: candidate, ...passing }).verdict).toBe(verdict);
  });

  test.each([
    [0.85, 'promote'],
    [0.8499, 'reject'],
  ])('an accuracy of %f: %s', (accuracy, verdict) => {
    expect(decided(gate, { f1: 0.8, accuracy: 0.9 }, { f1: 0.9, accuracy }).verdict).toBe(verdict);
  });

  test.each([
    ['schedule', 0.8001, 'promote'],
    ['schedule', 0.8, 'reject'],
    ['drift', 0.8, 'promote'],
    ['drift', 0.7999, 'reject'],
    ['performance', 0.8001, 'reject'],
    ['volume', 0.84, 'promote'],
    ['manual', 0.8399, 'reject'],
    // no trigger of a definition: the rule's own bound
    ['experiment', 0.84, 'promote'],
    ['experiment', 0.8001, 'reject'],
  ] as const)('by %s, F1 from .80 to %f: %s', (trigger, f1, verdict) => {
    expect(decided(gate, { f1: 0.8, ...passing }, { f1, ...passing }, trigger).verdict).toBe(verdict);
  });

  test('a trigger that asks for less F1 does not lower the floor', () => {
    expect(decided(gate, { f1: 0.8 }, { f1: 0.9, accuracy: 0.84 }, 'drift').verdict).toBe('reject');
  });
});

describe('feed-ranker: one point of AUC promotes, half a point less rejects, an A/B test in between (C-1, C-12)', () => {
  const { gate } = policyPresets['feed-ranker'];

  test.each([
    [0.8, 0.81, 'promote', 'high'],
    [0.81, 0.82, 'promote', 'high'],
    [0.56, 0.57, 'promote', 'high'],
    [0.8, 0.8099, 'a-b-test', 'medium'],
    [0.8, 0.8001, 'a-b-test', 'medium'],
    // no gain at all is a rejection, and so is a small loss (C-12)
    [0.8, 0.8, 'reject', 'medium'],
    [0.8, 0.7999, 'reject', 'medium'],
    [0.8, 0.795, 'reject', 'medium'],
    [0.85, 0.845, 'reject', 'medium'],
    [0.8, 0.7949, 'reject', 'high'],
    [0.8, 0.5, 'reject', 'high'],
  ])('from %f to %f: %s, %s', (champion, candidate, verdict, confidence) => {
    expect(decided(gate, { auc: champion }, { auc: candidate })).toMatchObject({ verdict, confidence });
  });

  test.each(Array.from({ length: 49 }, (_, index) => (50 + index) / 100))(
    'exactly one point above %f promotes',
    (auc) => {
      expect(decided(gate, { auc }, { auc: Math.round(auc * 100 + 1) / 100 }).verdict).toBe('promote');
    },
  );

  test.each([
    [0.81, 'better: absolute auc gain 0.01 (auc 0.8 to 0.81) is at least 0.01'],
    [0.805, 'the improvement is not enough: absolute auc gain 0.005 (auc 0.8 to 0.805) is below 0.01'],
    [0.8, 'no significant improvement: absolute auc gain 0 (auc 0.8 to 0.8) is below 0.01'],
    [0.79, 'worse than -0.005 allows: absolute auc gain -0.01 (auc 0.8 to 0.79) is below 0.01'],
  ])('the reason for %f has its numbers', (auc, reason) => {
    expect(decided(gate, { auc: 0.8 }, { auc }).reason).toBe(reason);
  });
});

describe('backlink-lifecycle: one point of accuracy, one of macro F1, and 5 % fewer failures (C-1)', () => {
  const { gate } = policyPresets['backlink-lifecycle'];
  const champion = { accuracy: 0.8, 'macro-f1': 0.7 };

  test.each([
    // a fifth of all rows fails: 1 % of them fewer is a reduction by 5 %
    [0.81, 0.71, 'promote'],
    [0.8099, 0.71, 'reject'],
    [0.81, 0.7099, 'reject'],
    [0.9, 0.8, 'promote'],
    [0.8, 0.7, 'reject'],
  ])('accuracy %f, macro F1 %f: %s', (accuracy, macroF1, verdict) => {
    expect(decided(gate, champion, { accuracy, 'macro-f1': macroF1 }).verdict).toBe(verdict);
  });

  test.each([
    // of .3 failures 5 % are .015: one point is not enough
    [0.7, 0.71, 'reject'],
    [0.7, 0.7149, 'reject'],
    [0.7, 0.715, 'promote'],
    // without failures there is nothing to reduce
    [1, 1, 'reject'],
  ])('failures from 1 - %f to 1 - %f: %s', (before, after, verdict) => {
    const [old, better] = [
      { accuracy: before, 'macro-f1': 0.5 },
      { accuracy: after, 'macro-f1': 0.6 },
    ];
    expect(decided(gate, old, better).verdict).toBe(verdict);
  });
});
