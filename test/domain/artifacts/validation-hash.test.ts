import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { validationHash } from '../../../lib/domain/artifacts/validation-hash.ts';

test('what a model was validated with has the SHA-256 of its canonical JSON (S2-10)', () => {
  const metrics = { rows: 10, auc: 0.8, accuracy: 0.9, f1: 0.5, 'macro-f1': 0.7, 'log-loss': 0.3, brier: null };
  const text =
    '{"metrics":{"accuracy":0.9,"auc":0.8,"brier":null,"f1":0.5,"log-loss":0.3,"macro-f1":0.7,"rows":10},' +
    `"modelName":"churn","snapshotSha256":"${'d'.repeat(64)}"}`;
  const expected = createHash('sha256').update(text).digest('hex');
  expect(validationHash({ modelName: 'churn', metrics, snapshotSha256: 'd'.repeat(64) })).toBe(expected);
});
