import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonSchema } from '../../../lib/domain/artifacts/comparison.ts';
import { validationHash } from '../../../lib/domain/artifacts/validation-hash.ts';
import { policyPresets } from '../../../lib/domain/definition/policy-presets.ts';
import { compareModels, type ModelsInput } from '../../../lib/domain/gate/compare-models.ts';
import { HoldoutMismatch, ScoreBroken } from '../../../lib/domain/gate/paired-errors.ts';
import type { PairedRow } from '../../../lib/domain/gate/paired-rows.ts';
import { measure } from '../../../lib/statistics/metrics/measurements.ts';
import { binaryRows, binaryTerms, models, noisyRows } from './paired-samples.ts';

const feedRanker = policyPresets['feed-ranker'].gate;

function side(rows: readonly PairedRow[], role: 'candidate' | 'champion'): ModelsInput['candidate'] {
  const scores = rows.map((row) => row[role] as number);
  const labels = rows.map(({ label }) => label);
  return {
    rows: rows.map(({ id, label }, row) => ({ id, label, features: { job: row % 2 === 0 ? 'clerk' : 'nurse' } })),
    scores,
    measurements: measure({ labels, scores, ...binaryTerms }),
  };
}

function inputOf(rows: readonly PairedRow[], details: Partial<ModelsInput> = {}): ModelsInput {
  return {
    modelName: 'churn',
    candidate: side(rows, 'candidate'),
    champion: side(rows, 'champion'),
    terms: binaryTerms,
    settings: feedRanker,
    trigger: 'manual',
    snapshotSha256: 'd'.repeat(64),
    candidateSha256: models.candidateSha256,
    compared: { modelVersion: '1.0.0', modelSha256: models.championSha256 },
    validatedAt: '2026-01-05T00:00:00.000Z',
    ...details,
  };
}

const better = noisyRows(400, 0.9, 0.5);

describe('a comparison', () => {
  test('promotes what is better on the same rows, with all that is known (S1-11, S3-12)', () => {
    const comparison = compareModels(inputOf(better));
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
    expect(comparison).toMatchObject({ verdict: 'promote', code: 'BETTER', uncertainty: 'paired', rows: 400 });
    expect(comparison.primary).toMatchObject({ method: 'delong', n: 400, underpowered: true });
    expect(comparison.primary?.lower).toBeGreaterThan(0);
    expect(comparison.guardrails.map(({ metric }) => metric)).toEqual([
      'accuracy absolute',
      'macro-f1 absolute',
      'log-loss relative',
    ]);
  });

  test('is rejected where the same two models change places', () => {
    const comparison = compareModels(inputOf(noisyRows(400, 0.5, 0.9)));
    expect(comparison).toMatchObject({ verdict: 'reject', code: 'WORSE', confidence: 'high' });
  });

  test('takes a gain back that few rows show, which points alone would promote', () => {
    const few = noisyRows(80, 0.65, 0.5);
    const comparison = compareModels(inputOf(few));
    expect(comparison).toMatchObject({ verdict: 'a-b-test', code: 'INSUFFICIENT_EVIDENCE' });
    const points = compareModels(inputOf(few, { settings: { ...feedRanker, confidence: null } }));
    expect(points).toMatchObject({ verdict: 'promote', uncertainty: 'off' });
    expect(points.deltas.every(({ interval }) => interval === null)).toBe(true);
  });

  test('has the deltas of success, errors and every metric, candidate minus champion (S1-38)', () => {
    const { deltas, candidate, champion } = compareModels(inputOf(better));
    const told = Object.fromEntries(deltas.map(({ metric, delta, interval }) => [metric, { delta, interval }]));
    const success = (candidate.accuracy ?? Number.NaN) - (champion.accuracy ?? Number.NaN);

    expect(Object.keys(told)).toEqual([
      ...['success rate', 'error rate'],
      ...['auc', 'accuracy', 'f1', 'macro-f1', 'log-loss', 'brier'],
    ]);
    expect(told['success rate']?.delta).toBeCloseTo(success, 12);
    expect(told['error rate']?.delta).toBeCloseTo(-success, 12);
    expect(told['log-loss']?.delta).toBeCloseTo((candidate['log-loss'] ?? 0) - (champion['log-loss'] ?? 0), 12);
    expect(told['log-loss']?.delta).toBeLessThan(0);
    for (const { delta, interval } of deltas) {
      expect(interval?.[0]).toBeLessThan(delta ?? Number.NaN);
      expect(interval?.[1]).toBeGreaterThan(delta ?? Number.NaN);
    }
  });

  test('has a hash of what was validated, which changes with each part of it (S2-10)', () => {
    const { validationHash: hash, candidate, snapshotSha256 } = compareModels(inputOf(better));
    const validated = { modelName: 'churn', metrics: candidate, snapshotSha256 };
    expect(hash).toBe(validationHash(validated));
    expect(validationHash({ ...validated, metrics: { ...candidate, auc: 0.5 } })).not.toBe(hash);
    expect(validationHash({ ...validated, modelName: 'other' })).not.toBe(hash);
    expect(validationHash({ ...validated, snapshotSha256: 'e'.repeat(64) })).not.toBe(hash);
  });

  test('warns where no trained model was in production (S3-13)', () => {
    const baseline = noisyRows(400, 0.9, 0.5).map((row) => ({ ...row, champion: 0.3 }));
    const compared = { modelVersion: '0.0.0', modelSha256: models.championSha256 };
    const first = compareModels(inputOf(baseline, { compared }));
    expect(first.champion.auc).toBe(0.5);
    expect(first).toMatchObject({ verdict: 'promote', uncertainty: 'paired' });
    expect(first.warnings).toEqual([
      'no trained model was in production: the champion is the baseline 0.0.0, which scores every row alike',
    ]);
    expect(compareModels(inputOf(baseline)).warnings).toEqual([]);
  });

  test('judges slices by the feature that the definition names', () => {
    const guardrails = [{ metric: 'slice-auc', margin: 0.02 }] as const;
    const comparison = compareModels(inputOf(better, { settings: { ...feedRanker, guardrails, slices: 'job' } }));
    expect(comparison.slices.map(({ slice, passed }) => [slice, passed])).toEqual([
      ['clerk', true],
      ['nurse', true],
    ]);
    expect(comparison.guardrails).toHaveLength(1);
  });
});

describe('no comparison', () => {
  const other = side(better.slice(1), 'champion');

  test('is made of different rows, were they but counted', () => {
    expect(() => compareModels(inputOf(better, { champion: other }))).toThrow(HoldoutMismatch);
    expect(() =>
      compareModels(inputOf(better, { champion: other, settings: { ...feedRanker, confidence: null } })),
    ).toThrow(HoldoutMismatch);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('is made with the score %f', (score) => {
    const spoilt = better.map((row, index) => (index === 7 ? { ...row, candidate: score } : row));
    expect(() => compareModels(inputOf(spoilt))).toThrow(ScoreBroken);
  });

  test('without rows promotes', () => {
    expect(compareModels(inputOf([]))).toMatchObject({ verdict: 'hold', code: 'NO_EVIDENCE', rows: 0 });
  });

  test.each(Object.entries(policyPresets))('of one label promotes by %s', (_, { gate }) => {
    const positives = new Array<boolean>(300).fill(false);
    const scored = (score: number) => positives.map((__, row) => (row % 10 === 0 ? 0.9 : score));
    const rows = binaryRows(positives, scored(0.01), scored(0.6));
    expect(compareModels(inputOf(rows, { settings: gate })).verdict).not.toBe('promote');
  });
});

test('a model never replaces itself, whatever the rows, except where drift asks for no gain', () => {
  const rows = fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 12 });
  fc.assert(
    fc.property(rows, fc.constantFrom(...Object.values(policyPresets)), (sample, { gate }) => {
      const scores = sample.map(([, score]) => score);
      const pair = binaryRows(
        sample.map(([positive]) => positive),
        scores,
        scores,
      );
      expect(compareModels(inputOf(pair, { settings: gate })).verdict).not.toBe('promote');
    }),
    { numRuns: 30 },
  );
});
