import { writeFile } from 'node:fs/promises';
import { sha256Hex } from '../domain/content-hash.ts';
import { Refused } from './cli-errors.ts';

export interface WrittenFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes a file that a flag names. Throws `Refused` where there is one already. */
export async function writeNewFile(flag: string, file: string, content: Uint8Array): Promise<WrittenFile> {
  try {
    await writeFile(file, content, { flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw fileExists(flag, file, { cause });
  }
  return { file, bytes: content.byteLength, sha256: sha256Hex(content) };
}

export function fileExists(flag: string, file: string, options?: ErrorOptions): Refused {
  return new Refused(`${flag} should name a new file, got '${file}', which exists: name another or remove it`, options);
}
