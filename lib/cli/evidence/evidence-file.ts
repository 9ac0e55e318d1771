import { readFile } from 'node:fs/promises';
import { type Evidence, parseEvidence } from '../../domain/evidence/evidence.ts';
import { type WrittenFile, writeNewFile } from '../new-file.ts';

export function evidenceText(evidence: Evidence): string {
  return `${JSON.stringify(evidence, null, 1)}\n`;
}

/** Writes evidence into a new file. Throws `Refused` where a file is there already. */
export function writeEvidence(evidence: Evidence, file: string): Promise<WrittenFile> {
  return writeNewFile('--export', file, new TextEncoder().encode(evidenceText(evidence)));
}

/** Throws `EvidenceBroken`. */
export async function readEvidence(file: string): Promise<Evidence> {
  return parseEvidence(await readFile(file, 'utf8'), file);
}
