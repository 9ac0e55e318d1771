import { sha256Hex } from '../../domain/content-hash.ts';
import { ArtifactMissing } from '../../domain/ports/adapter-errors.ts';
import { type ArtifactStore, artifactKey } from '../../domain/ports/artifact-store.ts';

/** Artefacts that are kept until it is known where they go. */
export function heldArtifacts(): ArtifactStore {
  const held = new Map<string, Uint8Array>();
  return {
    async write(artifact) {
      const key = artifactKey(artifact);
      const { content } = artifact;
      held.set(key, content);
      return { key, sha256: sha256Hex(content), bytes: content.byteLength };
    },
    async read({ key }) {
      const content = held.get(key);
      if (content !== undefined) return content;
      throw new ArtifactMissing(`${key} was not written`);
    },
  };
}
