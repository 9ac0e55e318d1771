import { readFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { sha256Hex } from '../../domain/content-hash.ts';
import { ArtifactHashMismatch, ArtifactMissing } from '../../domain/ports/adapter-errors.ts';
import type { ArtifactStore } from '../../domain/ports/artifact-store.ts';

/** A copy of the artefact bucket in a folder, as `aws s3 sync` makes it. */
export function artifactFolder(folder: string): Pick<ArtifactStore, 'read'> {
  const root = resolve(folder);
  return {
    async read({ key, sha256 }) {
      const file = resolve(root, key);
      if (!file.startsWith(`${root}${sep}`)) throw new ArtifactMissing(`${key} is no place in ${folder}`);
      const content = await readFile(file).catch((cause: unknown) => {
        throw new ArtifactMissing(`${file} cannot be read: copy the bucket again`, { cause });
      });
      const actual = sha256Hex(content);
      if (actual === sha256) return content;
      throw new ArtifactHashMismatch(`${file} should have the sha256 ${sha256}, got ${actual}`);
    },
  };
}
