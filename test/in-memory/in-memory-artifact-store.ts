import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { ArtifactHashMismatch, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import { type ArtifactStore, artifactKey } from '../../lib/domain/ports/artifact-store.ts';

export interface InMemoryArtifactStore extends ArtifactStore {
  /** The bytes under each key, for tests to lose or to spoil. */
  readonly objects: Map<string, Uint8Array>;
}

/** Artefacts that live as long as the test, in a bucket that enforces write-once. */
export function inMemoryArtifactStore(): InMemoryArtifactStore {
  const objects = new Map<string, Uint8Array>();
  const read: ArtifactStore['read'] = async ({ key, sha256 }) => {
    const content = objects.get(key);
    if (content === undefined) throw new ArtifactMissing(`${key} does not exist`);
    if (sha256Hex(content) === sha256) return content.slice();
    throw new ArtifactHashMismatch(`${key} should have the sha256 ${sha256}, got ${sha256Hex(content)}`);
  };

  return {
    objects,
    read,
    async write(artifact) {
      const { content } = artifact;
      const object = { key: artifactKey(artifact), sha256: sha256Hex(content), bytes: content.byteLength };
      if (objects.has(object.key)) await read(object);
      else objects.set(object.key, content.slice());
      return object;
    },
  };
}
