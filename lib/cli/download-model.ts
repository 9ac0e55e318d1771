import { writeFile } from 'node:fs/promises';
import type { ArtifactStore } from '../domain/ports/artifact-store.ts';
import type { VersionRecord } from '../domain/ports/version-record.ts';
import { Refused } from './cli-errors.ts';

export interface Download {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes the artefact of a model version into a new file. Throws `Refused` where a file is there already, and
 * `ArtifactMissing` or `ArtifactHashMismatch` for an artefact that is not what was recorded.
 */
export async function downloadModel(store: ArtifactStore, { model }: VersionRecord, file: string): Promise<Download> {
  const content = await store.read(model);
  try {
    await writeFile(file, content, { flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new Refused(`--download should name a new file, got '${file}', which exists: name another or remove it`, {
      cause,
    });
  }
  return { file, bytes: content.byteLength, sha256: model.sha256 };
}
