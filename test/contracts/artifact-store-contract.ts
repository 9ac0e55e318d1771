import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { ArtifactHashMismatch, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import type { ArtifactStore, NewArtifact } from '../../lib/domain/ports/artifact-store.ts';

export interface ArtifactStoreSetUp {
  readonly store: ArtifactStore;
  /** Puts other bytes under a key, behind the store's back. */
  spoil(key: string, content: Uint8Array): Promise<void>;
  keys(): Promise<string[]>;
}

export function sampleArtifact(text: string, name = 'model.json'): NewArtifact {
  return { modelName: 'churn', kind: 'models', name, content: new TextEncoder().encode(text) };
}

/** Bytes of which no two parts are the same, for no part is a multiple of the text that they repeat. */
export function bigArtifact(bytes: number): NewArtifact {
  const content = new Uint8Array(Buffer.alloc(bytes, '{"age":42,"churned":true}\n'));
  return { modelName: 'churn', kind: 'snapshots', name: 'part-0.jsonl', content };
}

/** What every store of artefacts promises. */
export function artifactStoreContract(name: string, setUp: () => Promise<ArtifactStoreSetUp>): void {
  describe(name, () => {
    test('what is written comes back, under a key that its content decides', async () => {
      const { store } = await setUp();
      const artifact = sampleArtifact('{"trees":[]}');

      const object = await store.write(artifact);

      const sha256 = sha256Hex('{"trees":[]}');
      expect(object).toEqual({ key: `churn/models/${sha256}/model.json`, sha256, bytes: 12 });
      expect(await store.read(object)).toEqual(artifact.content);
    });

    test('nothing at all can be written too', async () => {
      const { store } = await setUp();

      const object = await store.write(sampleArtifact(''));

      expect(object.bytes).toBe(0);
      expect(await store.read(object)).toHaveLength(0);
    });

    test('writing the same thing again is harmless', async () => {
      const { store, keys } = await setUp();

      const first = await store.write(sampleArtifact('same'));
      const second = await store.write(sampleArtifact('same'));

      expect(second).toEqual(first);
      expect(await keys()).toEqual([first.key]);
      expect(await store.read(first)).toEqual(sampleArtifact('same').content);
    });

    test('writing the same thing several times at once is harmless', async () => {
      const { store, keys } = await setUp();

      const objects = await Promise.all([1, 2, 3].map(() => store.write(sampleArtifact('same'))));

      expect(await keys()).toEqual([objects[0]?.key]);
    });

    test('another content has another key', async () => {
      const { store, keys } = await setUp();

      await store.write(sampleArtifact('one'));
      await store.write(sampleArtifact('other'));

      expect(await keys()).toHaveLength(2);
    });

    test('a big artefact comes back byte by byte', { timeout: 20_000 }, async () => {
      const { store } = await setUp();
      const artifact = bigArtifact(12_000_000);

      const object = await store.write(artifact);
      const again = await store.write(artifact);

      const read = await store.read(object);
      expect(again).toEqual(object);
      expect(read).toHaveLength(12_000_000);
      expect(sha256Hex(read)).toBe(sha256Hex(artifact.content));
    });

    test('what was never written is missing', async () => {
      const { store } = await setUp();
      const sha256 = sha256Hex('never');

      const read = store.read({ key: `churn/models/${sha256}/model.json`, sha256 });

      await expect(read).rejects.toThrow(ArtifactMissing);
    });

    test('nobody sees bytes that do not have the recorded hash', async () => {
      const { store, spoil } = await setUp();
      const object = await store.write(sampleArtifact('genuine'));
      await spoil(object.key, new TextEncoder().encode('spoiled'));

      await expect(store.read(object)).rejects.toThrow(ArtifactHashMismatch);
    });
  });
}
