import { readFile, writeFile } from 'node:fs/promises';
import { sha256Hex } from '../../domain/content-hash.ts';
import { type Evidence, parseEvidence } from '../../domain/evidence/evidence.ts';
import { Refused } from '../cli-errors.ts';

export interface WrittenFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export function evidenceText(evidence: Evidence): string {
  return `${JSON.stringify(evidence, null, 1)}\n`;
}

/** Writes evidence into a new file. Throws `Refused` where a file is there already. */
export async function writeEvidence(evidence: Evidence, file: string): Promise<WrittenFile> {
  const text = evidenceText(evidence);
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new Refused(`--export should name a new file, got '${file}', which exists: name another or remove it`, {
      cause,
    });
  }
  return { file, bytes: Buffer.byteLength(text), sha256: sha256Hex(text) };
}

/** Throws `EvidenceBroken`. */
export async function readEvidence(file: string): Promise<Evidence> {
  return parseEvidence(await readFile(file, 'utf8'), file);
}
