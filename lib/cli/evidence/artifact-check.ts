import { registeredParts } from '../../domain/artifacts/model-parts.ts';
import { readSnapshot } from '../../domain/artifacts/snapshot-door.ts';
import { type Check, check, found } from '../../domain/evidence/check.ts';
import { inGroups } from '../../domain/in-groups.ts';
import type { ArtifactStore, StoredObject } from '../../domain/ports/artifact-store.ts';
import type { VersionRecord } from '../../domain/ports/version-record.ts';

type Reading = Pick<ArtifactStore, 'read'>;

const READ_AT_ONCE = 8;

/** What stands for artefacts that nobody could read. */
export function uncheckedArtifacts(records: readonly VersionRecord[], unchecked: string): Check[] {
  const artifacts = { ...check('artefacts', artifactsOf(records).length, []), unchecked };
  return [artifacts, { ...check('archived outcomes', 0, []), unchecked: 'snapshots name them' }];
}

/** The bytes of everything that version records name, what models score with among them, and, if asked for, of the outcomes that their snapshots name. */
export async function checkArtifacts(
  store: Reading,
  records: readonly VersionRecord[],
  readsData: boolean,
): Promise<Check[]> {
  const artifacts = distinct([...artifactsOf(records), ...(await partsOf(store, records))]);
  const check = await checkObjects('artefacts', store, artifacts);
  const parts = await archivedParts(store, records);
  if (readsData) return [check, await checkObjects('archived outcomes', store, parts)];
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const unchecked = parts.length === 0 ? null : `--data reads them (${sizeText(bytes)})`;
  return [check, { what: 'archived outcomes', count: parts.length, findings: [], unchecked }];
}

function artifactsOf(records: readonly VersionRecord[]): StoredObject[] {
  const named = records.flatMap(({ model, referenceProfile = null, comparison, lineage }) => [
    model,
    referenceProfile,
    comparison,
    lineage.snapshot,
  ]);
  return distinct(named.filter((object) => object !== null));
}

/** Members and graphs; what is wrong with the model itself is found among the artefacts. */
async function partsOf(store: Reading, records: readonly VersionRecord[]): Promise<StoredObject[]> {
  const read = await inGroups(records, READ_AT_ONCE, (record) => found([], () => registeredParts(store, record)));
  return read.flatMap((parts) => parts ?? []);
}

/** Objects of outcomes that snapshots name; what is wrong with a snapshot is found among the artefacts. */
async function archivedParts(store: Reading, records: readonly VersionRecord[]): Promise<StoredObject[]> {
  const snapshots = distinct(records.flatMap(({ lineage }) => (lineage.snapshot === null ? [] : [lineage.snapshot])));
  const read = await inGroups(snapshots, READ_AT_ONCE, (object) => found([], () => readSnapshot(store, object)));
  return distinct(read.flatMap((snapshot) => snapshot?.parts ?? []));
}

async function checkObjects(what: string, store: Reading, objects: readonly StoredObject[]): Promise<Check> {
  const findings = await inGroups(objects, READ_AT_ONCE, async (object) => {
    const own: string[] = [];
    const content = await found(own, () => store.read(object));
    if (content !== undefined && content.byteLength !== object.bytes)
      own.push(`${object.key} should have ${object.bytes} bytes, got ${content.byteLength}`);
    return own;
  });
  return check(what, objects.length, findings.flat());
}

/** One of each: the same key with another hash is another object. */
function distinct(objects: readonly StoredObject[]): StoredObject[] {
  return [...new Map(objects.map((object) => [`${object.key} ${object.sha256}`, object])).values()];
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
