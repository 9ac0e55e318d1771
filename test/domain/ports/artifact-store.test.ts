import { expect, test } from 'vitest';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import {
  type ArtifactStore,
  artifactKey,
  type Manifest,
  readManifest,
  writeManifest,
} from '../../../lib/domain/ports/artifact-store.ts';

function memoryStore(): ArtifactStore & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    async write(artifact) {
      const key = artifactKey(artifact);
      objects.set(key, artifact.content);
      return { key, sha256: sha256Hex(artifact.content), bytes: artifact.content.length };
    },
    async read({ key }) {
      return objects.get(key) ?? new Uint8Array();
    },
  };
}

const object = (name: string) => ({ key: `bank/outcomes/${name}`, sha256: sha256Hex(name), bytes: name.length });
const manifest: Manifest = {
  schema: 'ratchet.manifest/1',
  modelName: 'bank',
  kind: 'snapshots',
  objects: [object('a'), object('b')],
};

test('a key says whose, what and which content it is', () => {
  const content = new TextEncoder().encode('model');
  const key = artifactKey({ modelName: 'bank', kind: 'models', name: 'model.json', content });
  expect(key).toBe(`bank/models/${sha256Hex('model')}/model.json`);
});

test('a manifest comes back as it was written', async () => {
  const store = memoryStore();
  expect(await readManifest(store, await writeManifest(store, manifest))).toEqual(manifest);
});

test('one content has one manifest, and another content has another', async () => {
  const store = memoryStore();
  const written = await writeManifest(store, manifest);
  const reordered = { objects: manifest.objects, kind: manifest.kind, modelName: 'bank', schema: manifest.schema };
  expect(await writeManifest(store, reordered)).toEqual(written);
  expect((await writeManifest(store, { ...manifest, objects: [object('a')] })).key).not.toBe(written.key);
  expect(store.objects.size).toBe(2);
});

test.each([
  ['another schema', { ...manifest, schema: 'ratchet.manifest/2' }],
  ['an unknown field', { ...manifest, createdAt: 'now' }],
  ['a hash that is none', { ...manifest, objects: [{ key: 'k', sha256: 'x', bytes: 1 }] }],
])('a stored manifest with %s is refused', async (_what, broken) => {
  const store = memoryStore();
  store.objects.set('key', new TextEncoder().encode(JSON.stringify(broken)));
  await expect(readManifest(store, { key: 'key', sha256: '' })).rejects.toThrow();
});
