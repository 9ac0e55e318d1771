import { writeComparison } from '../../lib/domain/artifacts/comparison-door.ts';
import { writeModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { signedRecord } from '../../lib/domain/artifacts/record-signature.ts';
import { writeSnapshot } from '../../lib/domain/artifacts/snapshot-door.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { recordDecision } from '../../lib/domain/ledger/ledger.ts';
import type { VersionRecord } from '../../lib/domain/ports/version-record.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { binaryModel, sampleComparison, sampleSnapshot } from '../domain/artifacts/artifact-samples.ts';
import { eventOf, MODEL, RETRAIN } from '../domain/ledger/ledger-samples.ts';
import type { InMemoryRelease } from './in-memory-release.ts';
import { bootstrapped, inPeace, requestedRollback } from './release-flow.ts';

/** An archived object that the snapshot of 1.0.0 names. */
export const PART_KEY = 'churn/outcomes/dt=2026-01-02/hour=01/part.jsonl.gz';

/** 1.0.0 with everything that belongs to it, as registration leaves it, but for its entry. */
export async function storedRecord({ store, records, signer }: InMemoryRelease): Promise<VersionRecord> {
  const bytes = new TextEncoder().encode('outcomes');
  store.objects.set(PART_KEY, bytes);
  const part = { key: PART_KEY, sha256: sha256Hex(bytes), bytes: bytes.byteLength };
  const snapshot = await writeSnapshot(store, { ...sampleSnapshot, parts: [part] });
  const model = await writeModelArtifact(store, binaryModel);
  const comparison = await writeComparison(store, MODEL, { ...sampleComparison, candidateSha256: model.sha256 });
  const { lineage } = sampleRecord('1.0.0');
  const details = { model, comparison, execution: RETRAIN, lineage: { ...lineage, snapshot } };
  const record = await signedRecord(signer, sampleRecord('1.0.0', details));
  await records.put(record);
  return record;
}

/** Appends the entry of a record. */
async function enter(
  { ledger, clock }: InMemoryRelease,
  { modelVersion, model, verdict }: VersionRecord,
): Promise<void> {
  await recordDecision(ledger, clock, MODEL, (_head, at) =>
    eventOf('registered', { at, modelVersion, modelSha256: model.sha256, verdict }),
  );
}

/** The baseline serves, and 1.0.0 is registered. */
export async function withRegistration(): Promise<InMemoryRelease> {
  const release = await bootstrapped();
  await enter(release, await storedRecord(release));
  return release;
}

/** 1.0.0 has replaced the baseline, eight entries by now, and its probation is over. */
export async function withPromotion(): Promise<InMemoryRelease> {
  const release = await withRegistration();
  await inPeace(release);
  return release;
}

/** And then somebody gave all traffic back to the baseline. */
export async function withRollback(): Promise<InMemoryRelease> {
  const release = await withPromotion();
  await release.rivals.rollBack(requestedRollback(release, { reason: 'wrong scores since noon' }));
  return release;
}
