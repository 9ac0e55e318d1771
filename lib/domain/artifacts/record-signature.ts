import { canonicalJson } from '../canonical-json.ts';
import { BASELINE_VERSION } from '../ledger/model-version.ts';
import { RecordBroken } from '../ports/adapter-errors.ts';
import type { Signer } from '../ports/signer.ts';
import type { VersionRecord } from '../ports/version-record.ts';

/** The text that a version record's signature is over: the canonical JSON of everything but the signature. */
export function signedText(record: Omit<VersionRecord, 'signature'>): string {
  return canonicalJson({ ...record, signature: undefined });
}

export async function signedRecord(
  signer: Pick<Signer, 'sign'>,
  record: Omit<VersionRecord, 'signature'>,
): Promise<VersionRecord> {
  return { ...record, signature: await signer.sign(signedText(record)) };
}

/** Throws `RecordBroken` unless the record is as it was signed; the baseline, which no training made, may be unsigned. */
export async function verifyRecord(signer: Pick<Signer, 'verify'>, record: VersionRecord): Promise<void> {
  const { modelName, modelVersion, signature } = record;
  if (signature === null && modelVersion === BASELINE_VERSION) return;
  const what = `the version record ${modelVersion} of ${modelName}`;
  if (signature === null) throw new RecordBroken(`${what} should be signed, got no signature: do not release it`);
  if (await signer.verify(signedText(record), signature)) return;
  throw new RecordBroken(`${what} should be what was signed, got other content: do not release it`);
}
