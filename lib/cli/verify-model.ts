import { verifyRecord } from '../domain/artifacts/record-signature.ts';
import { RatchetError } from '../domain/errors.ts';
import { verifyLedger } from '../domain/ledger/ledger-chain.ts';
import type { LedgerEntry } from '../domain/ledger/ledger-entry.ts';
import { compareModelVersions } from '../domain/ledger/model-version.ts';
import type { StoredObject } from '../domain/ports/artifact-store.ts';
import type { VersionRecord } from '../domain/ports/version-record.ts';
import { aliasFinding } from './alias-finding.ts';
import type { ModelConnection } from './model-connection.ts';
import { readStored } from './read-ledger.ts';

/** One thing that was checked. */
export interface Check {
  readonly what: string;
  /** How many of them there are. */
  readonly count: number;
  /** What is wrong, one sentence each. */
  readonly findings: readonly string[];
}

/** Checks everything that can be checked about a model: the hash chain, signatures, stored bytes, and the alias. */
export async function verifyModel(connection: ModelConnection): Promise<Check[]> {
  const ledger = await checkLedger(connection);
  const records = await checkRecords(connection, ledger.entries);
  return [
    ledger.check,
    records.check,
    await checkArtifacts(connection, records.records),
    await checkAlias(connection, ledger.entries.at(-1) ?? null),
  ];
}

async function checkLedger(connection: ModelConnection) {
  const what = 'ledger entries';
  const stored = await readStored(connection);
  const findings: string[] = [];
  const entries = (await found(findings, () => verifyLedger(connection.modelName, stored))) ?? [];
  return { check: { what, count: stored.length, findings }, entries };
}

/** Records of all versions that the ledger names, and of those that were registered without an entry. */
async function checkRecords({ modelName, records, signer }: ModelConnection, entries: readonly LedgerEntry[]) {
  const findings: string[] = [];
  const read: VersionRecord[] = [];
  const hashes = namedModels(entries);
  for (const modelVersion of await knownVersions({ modelName, records }, hashes, findings)) {
    const record = await found(findings, () => records.read(modelName, modelVersion));
    if (record === undefined) continue;
    if (record === null) {
      findings.push(`${modelVersion} is in the ledger and has no record`);
      continue;
    }
    read.push(record);
    await found(findings, () => verifyRecord(signer, record));
    const hash = hashes.get(modelVersion) ?? record.model.sha256;
    if (hash !== record.model.sha256)
      findings.push(`the record of ${modelVersion} names another artefact than the ledger`);
  }
  return { check: { what: 'version records', count: read.length, findings }, records: read };
}

/** Hash of each model by its version, as the ledger names them. */
function namedModels(entries: readonly LedgerEntry[]): Map<string, string> {
  return new Map(
    entries.flatMap(({ event }) => {
      const model = 'release' in event ? event.release : event;
      return 'modelSha256' in model ? [[model.modelVersion, model.modelSha256] as const] : [];
    }),
  );
}

async function knownVersions(
  { modelName, records }: Pick<ModelConnection, 'modelName' | 'records'>,
  named: ReadonlyMap<string, string>,
  findings: string[],
): Promise<string[]> {
  const listed = (await found(findings, () => records.list(modelName))) ?? [];
  return [...new Set([...named.keys(), ...listed.map(({ modelVersion }) => modelVersion)])].sort(compareModelVersions);
}

async function checkArtifacts({ store }: ModelConnection, records: readonly VersionRecord[]): Promise<Check> {
  const objects = records.flatMap(({ model, comparison, lineage }) => [model, comparison, lineage.snapshot]);
  const distinct = new Map(objects.filter((object) => object !== null).map((object) => [object.key, object]));
  const findings: string[] = [];
  for (const object of distinct.values()) await found(findings, () => readWhole(store, object));
  return { what: 'artefacts', count: distinct.size, findings };
}

async function readWhole(store: ModelConnection['store'], object: StoredObject): Promise<void> {
  await store.read(object);
}

async function checkAlias({ alias, functionName }: ModelConnection, head: LedgerEntry | null): Promise<Check> {
  const finding = head === null ? null : aliasFinding(await alias.read(functionName), head);
  return { what: 'alias', count: 1, findings: finding === null ? [] : [finding] };
}

/** What something gives; undefined when it throws what has a name, which then is a finding. */
async function found<Value>(findings: string[], look: () => Value | Promise<Value>): Promise<Value | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof RatchetError)) throw error;
    if (!findings.includes(error.message)) findings.push(error.message);
    return undefined;
  }
}
