import { verifyRecord } from '../artifacts/record-signature.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { Signer } from '../ports/signer.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import { type Check, check, found } from './check.ts';
import type { Evidence, FrozenVersion } from './evidence.ts';

type Recorded = Pick<Evidence, 'modelName' | 'records' | 'unreadable' | 'functionVersions'>;

/** Signatures of all version records, and that ledger and function versions mean the same artefacts as they do. */
export async function checkRecords(
  { modelName, records, unreadable, functionVersions }: Recorded,
  entries: readonly LedgerEntry[],
  signatures: Pick<Signer, 'verify'>,
): Promise<Check> {
  const findings = [...unreadable];
  const known = new Map<string, VersionRecord>();
  for (const record of records) {
    if (known.has(record.modelVersion)) findings.push(`${record.modelVersion} has two records`);
    if (record.modelName !== modelName)
      findings.push(`the record of ${record.modelVersion} is about ${record.modelName}`);
    known.set(record.modelVersion, record);
    await found(findings, () => verifyRecord(signatures, record));
  }
  findings.push(...entries.flatMap((entry) => namedModels(entry).flatMap((named) => modelFindings(named, known))));
  findings.push(...functionVersions.flatMap((version) => pinFindings(version, known)));
  return check('version records', records.length, findings);
}

interface NamedModel {
  readonly modelVersion: string;
  readonly modelSha256: string;
  /** Null where only the hash is named. */
  readonly modelKey: string | null;
}

/** Every model that an entry names, with the hash that it gives it. */
function namedModels({ event }: LedgerEntry): NamedModel[] {
  if ('release' in event) return [event.release];
  if (event.type === 'rolled-back') return event.target === null ? [] : [event.target];
  if (event.type === 'registered') return [{ ...event, modelKey: null }];
  if (event.type !== 'lease-acquired') return [];
  return [event, event.compared].map((named) => ({ ...named, modelKey: null }));
}

function modelFindings(
  { modelVersion, modelSha256, modelKey }: NamedModel,
  known: ReadonlyMap<string, VersionRecord>,
): string[] {
  const record = known.get(modelVersion);
  if (record === undefined) return [`${modelVersion} is in the ledger and has no record`];
  const isSame = record.model.sha256 === modelSha256 && (modelKey === null || record.model.key === modelKey);
  return isSame ? [] : [`the record of ${modelVersion} names another artefact than the ledger`];
}

function pinFindings(
  { functionVersion, environment }: FrozenVersion,
  known: ReadonlyMap<string, VersionRecord>,
): string[] {
  const { MODEL_VERSION: modelVersion, MODEL_SHA256: sha256 } = environment;
  const record = modelVersion === null ? undefined : known.get(modelVersion);
  if (record === undefined || record.model.sha256 === sha256) return [];
  return [`function version ${functionVersion} is pinned to another artefact than the record of ${modelVersion} names`];
}
