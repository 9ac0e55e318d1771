import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactStore, StoredObject } from '../domain/ports/artifact-store.ts';
import { type WrittenFile, writeNewFile } from './new-file.ts';

export interface ModelFiles extends WrittenFile {
  /** What it scores with beside its own file. */
  readonly parts: readonly WrittenFile[];
}

/** A stored model, and what it scores with beside its own file. */
export interface WholeModel {
  readonly model: StoredObject;
  readonly parts: readonly StoredObject[];
}

/**
 * Writes a stored model into the new file that a flag names, and its parts beside that file, under the keys by which it
 * knows them. Throws `Refused` where the file is there already, and `ArtifactMissing` or `ArtifactHashMismatch` for what is
 * not as it was recorded; then nothing is written.
 */
export async function writeModelFiles(
  flag: string,
  file: string,
  store: Pick<ArtifactStore, 'read'>,
  { model, parts }: WholeModel,
): Promise<ModelFiles> {
  const [content, ...contents] = await Promise.all([model, ...parts].map((object) => store.read(object)));
  const written = await writeNewFile(flag, file, content as Uint8Array);
  const folder = dirname(file);
  const beside = parts.map(async ({ key, sha256, bytes }, place) => {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    // its name says what is in it, so one that is there already is the same
    await writeFile(path, contents[place] as Uint8Array);
    return { file: path, bytes, sha256 };
  });
  return { ...written, parts: await Promise.all(beside) };
}
