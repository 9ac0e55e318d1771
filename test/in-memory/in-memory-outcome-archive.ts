import { compressOutcomes, expandOutcomes } from '../../lib/aws/outcome-compression.ts';
import { archiveFolder, hashInKey, hourFolder } from '../../lib/domain/artifacts/archived-outcomes.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { ArtifactHashMismatch, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import type { OutcomeArchive } from '../../lib/domain/ports/outcome-archive.ts';

export interface InMemoryOutcomeArchive extends OutcomeArchive {
  /** The bytes under each key, for tests to lose or to spoil. */
  readonly objects: Map<string, Uint8Array>;
}

/** An archive that lives as long as the test, in a bucket that takes every object once. */
export function inMemoryOutcomeArchive(): InMemoryOutcomeArchive {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    async write(modelName, outcomes) {
      return compressOutcomes(modelName, outcomes).map(({ object, content }) => {
        if (!objects.has(object.key)) objects.set(object.key, content);
        return object;
      });
    },
    async list(modelName, from) {
      const start = hourFolder(modelName, from);
      return [...objects]
        .filter(([key]) => key.startsWith(archiveFolder(modelName)) && key > start)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, content]) => ({ key, sha256: hashInKey(key), bytes: content.byteLength }));
    },
    async read({ key, sha256 }, wanted) {
      const content = objects.get(key);
      if (content === undefined) throw new ArtifactMissing(`${key} does not exist`);
      if (sha256Hex(content) === sha256) return expandOutcomes(key, content, wanted);
      throw new ArtifactHashMismatch(`${key} should have the sha256 ${sha256}, got ${sha256Hex(content)}`);
    },
  };
}
