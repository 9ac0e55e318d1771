import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Check, check } from '../../domain/evidence/check.ts';
import { checkEvidence } from '../../domain/evidence/check-evidence.ts';
import type { Evidence } from '../../domain/evidence/evidence.ts';
import { EvidenceBroken } from '../../domain/ports/adapter-errors.ts';
import { WrongUsage } from '../cli-errors.ts';
import type { ModelConnection } from '../model-connection.ts';
import { checkArtifacts, uncheckedArtifacts } from './artifact-check.ts';
import { artifactFolder } from './artifact-folder.ts';
import { collectEvidence } from './collect-evidence.ts';
import { readEvidence } from './evidence-file.ts';
import { fingerprint, publicKeyOf, signaturesOf } from './public-key.ts';

/** What was checked, and what came of it. */
export interface Verification {
  readonly evidence: Evidence;
  readonly checks: readonly Check[];
}

/** Checks a deployed model; the key for its signatures comes from the service that keeps it. */
export async function verifyDeployed(connection: ModelConnection, readsData: boolean): Promise<Verification> {
  const evidence = await collectEvidence(connection);
  const recorded = await checkEvidence(evidence, signaturesOf(keyIn(evidence, 'the signing service')));
  const artifacts = await checkArtifacts(connection.store, evidence.records, readsData);
  return { evidence, checks: [...recorded, ...artifacts] };
}

export interface FileVerification {
  readonly file: string;
  /** File of the public key that is trusted instead of the one in the evidence. */
  readonly publicKey: string | null;
  /** Folder with a copy of the artefact bucket. */
  readonly artifacts: string | null;
  readonly readsData: boolean;
}

/** Checks exported evidence without a network. Throws `EvidenceBroken`, and `WrongUsage` for a public key that is none. */
export async function verifyFile({ file, publicKey, artifacts, readsData }: FileVerification): Promise<Verification> {
  const evidence = await readEvidence(file);
  const own = keyIn(evidence, file);
  const trusted = publicKey === null ? own : await trustedKey(publicKey);
  const recorded = await checkEvidence(evidence, signaturesOf(trusted));
  const { records } = evidence;
  const bytes =
    artifacts === null
      ? uncheckedArtifacts(records, '--artifacts DIR reads a copy of the bucket')
      : await checkArtifacts(artifactFolder(artifacts), records, readsData);
  return { evidence, checks: [...recorded, ...bytes, keyCheck(own, publicKey === null ? null : trusted)] };
}

/** Whoever can change the file can also sign anew with a key of their own. */
function keyCheck(own: KeyObject, pinned: KeyObject | null): Check {
  if (pinned === null)
    return { ...check('signing key', 1, []), unchecked: 'it came with the file: --public-key PEM names the true one' };
  if (own.equals(pinned)) return check('signing key', 1, []);
  return check('signing key', 1, [
    `the key in the file should be the trusted one, ${fingerprint(pinned)}, got ${fingerprint(own)}`,
  ]);
}

function keyIn({ publicKey }: Evidence, where: string): KeyObject {
  const key = publicKeyOf(publicKey);
  if (key !== null) return key;
  throw new EvidenceBroken(`${where} should have a public key on NIST P-256 in PEM: export it again`);
}

async function trustedKey(file: string): Promise<KeyObject> {
  const key = publicKeyOf(await readFile(file, 'utf8'));
  if (key !== null) return key;
  throw new WrongUsage(`--public-key should name a public key on NIST P-256 in PEM, got '${file}'`);
}
