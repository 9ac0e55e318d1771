import { found } from '../../domain/evidence/check.ts';
import { type Evidence, frozenVersion } from '../../domain/evidence/evidence.ts';
import type { StoredEntry } from '../../domain/ledger/ledger-entry.ts';
import { FunctionMissing } from '../../domain/ports/adapter-errors.ts';
import type { VersionRecord } from '../../domain/ports/version-record.ts';
import type { ModelConnection } from '../model-connection.ts';
import { readStored } from '../read-ledger.ts';

const MOST_LOOKS = 3;

/**
 * Everything that is recorded about a model, nothing of it checked. Looked at again when something was decided meanwhile,
 * so that nothing else can know of a decision that the ledger does not have yet.
 */
export async function collectEvidence(connection: ModelConnection): Promise<Evidence> {
  const { modelName, platformName, place, clock, signer } = connection;
  let entries = await readStored(connection);
  for (let look = 1; ; look += 1) {
    const surroundings = await readSurroundings(connection, entries);
    const before = entries.length;
    entries = await readStored(connection, entries);
    if (entries.length > before && look < MOST_LOOKS) continue;
    return {
      schema: 'ratchet.evidence/1',
      modelName,
      platformName,
      place,
      collectedAt: clock.now(),
      entries,
      ...surroundings,
      publicKey: await signer.publicKey(),
    };
  }
}

async function readSurroundings(connection: ModelConnection, entries: readonly StoredEntry[]) {
  const { modelName, functionName, notices } = connection;
  const alias = await connection.alias.read(functionName);
  return {
    alias: alias && { functionVersion: alias.functionVersion, canary: alias.canary, description: alias.description },
    newestNotice: await notices.newest(modelName),
    functionVersions: await readVersions(connection),
    ...(await readRecords(connection, entries)),
  };
}

async function readVersions({ functions, functionName }: ModelConnection) {
  try {
    return (await functions.listVersions(functionName)).map(frozenVersion);
  } catch (error) {
    if (error instanceof FunctionMissing) return [];
    throw error;
  }
}

/** All records; where one of them cannot be read, those that the ledger names, one by one. */
async function readRecords({ modelName, records }: ModelConnection, entries: readonly StoredEntry[]) {
  const listed = await found([], () => records.list(modelName));
  if (listed !== undefined) return { records: listed.toReversed(), unreadable: [] };
  const [read, unreadable]: [VersionRecord[], string[]] = [[], []];
  for (const modelVersion of namedVersions(entries)) {
    const record = await found(unreadable, () => records.read(modelName, modelVersion));
    if (record) read.push(record);
  }
  if (unreadable.length === 0)
    unreadable.push(`a version record of ${modelName} that the ledger does not name is broken`);
  return { records: read, unreadable };
}

/** Model versions in the texts of entries, which may be altered ones. */
function namedVersions(entries: readonly StoredEntry[]): Set<string> {
  const texts = entries.flatMap(({ text }) => [...text.matchAll(/"modelVersion":"([\d.]+)"/g)]);
  return new Set(texts.map(([, modelVersion = '']) => modelVersion));
}
