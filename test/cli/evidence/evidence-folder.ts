import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Evidence } from '../../../lib/domain/evidence/evidence.ts';
import type { InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { connectionTo, ratchet, ratchetWith } from '../cli-set-up.ts';

/** A folder for one test, and what belongs into it. */
export function evidenceFolder(release: InMemoryRelease) {
  const folder = mkdtempSync(join(tmpdir(), 'ratchet-evidence-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const inFolder = (name: string) => join(folder, name);

  async function exportedFile(): Promise<string> {
    const file = inFolder('evidence.json');
    const { exitCode, stderr } = await ratchet(['history', '--export', file], connectionTo(release));
    if (exitCode !== 0) throw new Error(`the evidence should be exported, got ${stderr}`);
    return file;
  }

  return {
    inFolder,
    exportedFile,
    /** The exported file after somebody has changed it. */
    async tampered(change: (evidence: Evidence) => unknown): Promise<string> {
      const file = await exportedFile();
      const evidence: Evidence = JSON.parse(readFileSync(file, 'utf8'));
      await change(evidence);
      writeFileSync(file, JSON.stringify(evidence));
      return file;
    },
    /** Everything that is in the store, as a folder; `change` gives other bytes for some. */
    bucketCopy(change: (key: string) => string | null = () => null): string {
      const copy = inFolder('bucket');
      for (const [key, bytes] of release.store.objects) {
        mkdirSync(dirname(join(copy, key)), { recursive: true });
        writeFileSync(join(copy, key), change(key) ?? bytes);
      }
      return copy;
    },
    /** A file of the public key of the release. */
    async keyFile(): Promise<string> {
      const file = inFolder('key.pem');
      writeFileSync(file, await release.signer.publicKey());
      return file;
    },
  };
}

/** Verifies where nothing may be connected to. */
export const offline = (...words: string[]) =>
  ratchetWith(['verify', ...words], { connect: () => Promise.reject(new Error('there is no network')), columns: 200 });

/** The same with `--json`, and nothing on standard error. */
export async function offlineJson(...words: string[]) {
  const { exitCode, stdout, stderr } = await offline(...words, '--json');
  if (stderr !== '') throw new Error(`nothing should go to stderr, got ${stderr}`);
  return { exitCode, json: JSON.parse(stdout) };
}

/** A new public key in PEM. */
export function keyOn(namedCurve: string): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve });
  return publicKey.export({ format: 'pem', type: 'spki' }).toString();
}
