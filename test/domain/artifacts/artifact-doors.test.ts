import { describe, expect, test } from 'vitest';
import { readComparison, writeComparison } from '../../../lib/domain/artifacts/comparison-door.ts';
import { readEvaluation, writeEvaluation } from '../../../lib/domain/artifacts/evaluation-door.ts';
import { readModelArtifact, writeModelArtifact } from '../../../lib/domain/artifacts/model-door.ts';
import { readReferenceProfile, writeReferenceProfile } from '../../../lib/domain/artifacts/reference-profile-door.ts';
import { readSnapshot, writeSnapshot } from '../../../lib/domain/artifacts/snapshot-door.ts';
import { ArtifactBroken, ArtifactHashMismatch } from '../../../lib/domain/ports/adapter-errors.ts';
import type { ArtifactStore, StoredObject } from '../../../lib/domain/ports/artifact-store.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { binaryModel, sampleComparison, sampleEvaluation, sampleSnapshot } from './artifact-samples.ts';
import { sampleProfile } from './drift-samples.ts';

interface Door {
  readonly what: string;
  readonly folder: string;
  readonly sample: object;
  write(store: ArtifactStore, content: object): Promise<StoredObject>;
  read(store: ArtifactStore, object: StoredObject): Promise<unknown>;
}

const doors: Door[] = [
  {
    what: 'model',
    folder: 'models',
    sample: binaryModel,
    write: (store, content) => writeModelArtifact(store, content as typeof binaryModel),
    read: readModelArtifact,
  },
  {
    what: 'snapshot',
    folder: 'snapshots',
    sample: sampleSnapshot,
    write: (store, content) => writeSnapshot(store, content as typeof sampleSnapshot),
    read: readSnapshot,
  },
  {
    what: 'evaluation',
    folder: 'evaluations',
    sample: sampleEvaluation,
    write: (store, content) => writeEvaluation(store, 'churn', content as typeof sampleEvaluation),
    read: readEvaluation,
  },
  {
    what: 'comparison',
    folder: 'comparisons',
    sample: sampleComparison,
    write: (store, content) => writeComparison(store, 'churn', content as typeof sampleComparison),
    read: readComparison,
  },
  {
    what: 'reference-profile',
    folder: 'models',
    sample: sampleProfile(),
    write: (store, content) => writeReferenceProfile(store, content as ReturnType<typeof sampleProfile>),
    read: (store, object) => readReferenceProfile(store, object, binaryModel),
  },
];

describe.each(doors)('the door of a $what', ({ what, folder, sample, read, write }) => {
  test('gives back what it took, from a key that tells what it is', async () => {
    const store = inMemoryArtifactStore();
    const object = await write(store, sample);
    expect(object.key).toBe(`churn/${folder}/${object.sha256}/${what}.json`);
    expect(await read(store, object)).toEqual(sample);
  });

  test.each([
    ['another schema', { ...sample, schema: `ratchet.${what}/99` }, "'schema'"],
    ['an unknown field', { ...sample, surplus: true }, "'surplus'"],
  ])('refuses %s', async (_what, content, field) => {
    const store = inMemoryArtifactStore();
    await expect(write(store, content)).rejects.toThrow(ArtifactBroken);
    const bytes = new TextEncoder().encode(JSON.stringify(content));
    const object = await store.write({ modelName: 'churn', kind: 'models', name: 'other.json', content: bytes });
    await expect(read(store, object)).rejects.toThrow(ArtifactBroken);
    await expect(read(store, object)).rejects.toThrow(field);
  });

  test.each<[string, (sample: object) => Uint8Array]>([
    ['no JSON', () => new TextEncoder().encode('{"schema":')],
    ['no text', () => Uint8Array.of(0x22, 0xff)],
    ['nothing', () => new Uint8Array()],
    ['an artefact of that very kind', (whole) => new TextEncoder().encode(JSON.stringify(whole))],
  ])('never looks at bytes that are not the recorded ones, were they %s', async (_what, other) => {
    const store = inMemoryArtifactStore();
    const object = await write(store, sample);
    store.objects.set(object.key, other(sample));

    // whoever had parsed first would call it broken, or take it
    await expect(read(store, object)).rejects.toThrow(ArtifactHashMismatch);
  });

  test('refuses the artefacts of the other doors', async () => {
    for (const other of doors) {
      if (other.what === what) continue;
      const store = inMemoryArtifactStore();
      const object = await other.write(store, other.sample);
      await expect(read(store, object)).rejects.toThrow(ArtifactBroken);
    }
  });
});
