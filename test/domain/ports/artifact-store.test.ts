import { expect, test } from 'vitest';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { artifactKey } from '../../../lib/domain/ports/artifact-store.ts';

test('a key says whose, what and which content it is', () => {
  const content = new TextEncoder().encode('model');
  const key = artifactKey({ modelName: 'bank', kind: 'models', name: 'model.json', content });
  expect(key).toBe(`bank/models/${sha256Hex('model')}/model.json`);
});

test('another model, kind, name or content has another key', () => {
  const artifact = { modelName: 'bank', kind: 'models', name: 'model.json', content: new Uint8Array([1]) } as const;
  const keys = [
    artifact,
    { ...artifact, modelName: 'churn' },
    { ...artifact, kind: 'snapshots' as const },
    { ...artifact, name: 'snapshot.json' },
    { ...artifact, content: new Uint8Array([2]) },
  ].map(artifactKey);
  expect(new Set(keys).size).toBe(keys.length);
});
