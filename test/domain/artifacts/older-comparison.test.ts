import { describe, expect, test } from 'vitest';
import { comparisonSchema } from '../../../lib/domain/artifacts/comparison.ts';
import { readComparison } from '../../../lib/domain/artifacts/comparison-door.ts';
import { validationHash } from '../../../lib/domain/artifacts/validation-hash.ts';
import { ArtifactBroken } from '../../../lib/domain/ports/adapter-errors.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { sampleComparison } from './artifact-samples.ts';

const { snapshotSha256, candidateSha256, compared, rows, candidate, champion } = sampleComparison;

/** As the first version of Ratchet wrote it. */
const first = {
  schema: 'ratchet.comparison/1',
  snapshotSha256,
  candidateSha256,
  compared,
  rows,
  candidate,
  champion,
  verdict: 'reject',
  confidence: 'medium',
  reason: 'no significant improvement',
  rules: [],
};

const rule = { value: 0.8, strict: false, threshold: 0.85, n: 10, interval: null, severity: 'hard', passed: false };

async function read(content: object) {
  const store = inMemoryArtifactStore();
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const object = await store.write({
    modelName: 'churn',
    kind: 'comparisons',
    name: 'comparison.json',
    content: bytes,
  });
  return readComparison(store, object);
}

describe('a comparison of before', () => {
  test('is read as one that went by points', async () => {
    const comparison = await read(first);
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
    expect(comparison).toMatchObject({
      schema: 'ratchet.comparison/2',
      candidate,
      verdict: 'reject',
      reason: 'no significant improvement',
      uncertainty: 'unavailable',
      validationHash: null,
    });
  });

  test.each([
    [{ verdict: 'promote', confidence: 'high' }, 'BETTER'],
    [{ verdict: 'hold', confidence: 'none' }, 'NO_EVIDENCE'],
    [{ verdict: 'hold', confidence: 'medium' }, 'SMALL_GAIN'],
    [{ verdict: 'a-b-test', confidence: 'medium' }, 'SMALL_GAIN'],
    [{ verdict: 'reject', confidence: 'medium' }, 'KEEP_CHAMPION'],
    [{ verdict: 'reject', confidence: 'high' }, 'WORSE'],
    [{ verdict: 'reject', confidence: 'high', rules: [{ ...rule, metric: 'auc floor' }] }, 'FLOOR'],
    [{ verdict: 'reject', confidence: 'high', rules: [{ ...rule, metric: 'auc floor', severity: 'soft' }] }, 'WORSE'],
    [{ verdict: 'reject', confidence: 'high', rules: [{ ...rule, metric: 'auc floor', passed: true }] }, 'WORSE'],
    [{ verdict: 'reject', confidence: 'high', rules: [{ ...rule, metric: 'auc absolute' }] }, 'WORSE'],
  ])('%o has the code %s', async (details, code) => {
    expect((await read({ ...first, ...details })).code).toBe(code);
  });

  test.each([
    ['a field of today', { ...first, code: 'BETTER' }, "'code'"],
    ['another schema', { ...first, schema: 'ratchet.comparison/3' }, "'schema'"],
    ['no verdict', { ...first, verdict: undefined }, "'verdict'"],
  ])('is refused with %s', async (_, content, field) => {
    await expect(read(content)).rejects.toThrow(ArtifactBroken);
    await expect(read(content)).rejects.toThrow(field);
  });
});

test('a comparison of before that has no precision, recall and time is read as it is, and keeps its hash', async () => {
  const metrics = { rows: 9, auc: 0.8, accuracy: 0.9, f1: 0.5, 'macro-f1': 0.7, 'log-loss': 0.3, brier: null };
  const hash = validationHash({ modelName: 'churn', metrics, snapshotSha256 });
  const known = { ...sampleComparison, validatedAt: undefined };
  const stored = { ...known, candidate: metrics, champion: metrics, validationHash: hash };

  const comparison = await read(stored);

  expect(comparison).toEqual(stored);
  expect(Object.keys(comparison.candidate)).toEqual(Object.keys(metrics));
  expect(validationHash({ modelName: 'churn', metrics: comparison.candidate, snapshotSha256 })).toBe(hash);
});
