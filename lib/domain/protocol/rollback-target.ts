import type { Ledger } from '../ledger/ledger.ts';
import { type LedgerEntry, parseStoredEntry } from '../ledger/ledger-entry.ts';
import { NoStableVersion } from '../ledger/ledger-errors.ts';
import type { Release } from '../ledger/release.ts';
import type { RollbackRequest } from '../steps/rollback-request.ts';
import { timestamp } from '../time.ts';

const PAGE = 500;
/** S3-18 has this wording. */
const BACKUP_NOT_FOUND = 'Backup not found';

/**
 * The release that a request names; null when it names none, which costs no call. Throws `NoStableVersion` when no such
 * release was ever champion, or its function version is gone.
 */
export async function findRollbackTarget(
  ledger: Ledger,
  modelName: string,
  { modelVersion, at }: Pick<RollbackRequest, 'modelVersion' | 'at'>,
): Promise<Release | null> {
  if (at !== null) {
    const time = timestamp(Date.parse(at));
    const champion = await newestChampion(ledger, modelName, ({ event }) => event.at <= time);
    if (champion !== null) return champion;
    throw new NoStableVersion(
      `${BACKUP_NOT_FOUND}: ${modelName} had no champion at ${at}, or its function version is gone`,
    );
  }
  if (modelVersion === null) return null;
  const champion = await newestChampion(
    ledger,
    modelName,
    ({ state }) => state.champion?.modelVersion === modelVersion,
  );
  if (champion !== null) return champion;
  const never = `${modelVersion} has never been champion of ${modelName}, or its function version is gone`;
  throw new NoStableVersion(`${BACKUP_NOT_FOUND}: ${never}`);
}

type Wanted = (entry: LedgerEntry) => boolean;

/** The champion of the newest entry that is wanted; null when there is none, or when it was deleted since. */
async function newestChampion(ledger: Ledger, modelName: string, isWanted: Wanted): Promise<Release | null> {
  let newest: Release | null = null;
  for (let sequence = 1; ; sequence += PAGE) {
    const entries = (await ledger.readFrom(modelName, sequence, PAGE)).map(parseStoredEntry);
    for (const entry of entries) newest = after(newest, entry, isWanted);
    if (entries.length < PAGE) return newest;
  }
}

function after(newest: Release | null, entry: LedgerEntry, isWanted: Wanted): Release | null {
  const { event, state } = entry;
  if (isWanted(entry)) return state.champion;
  const gone = event.type === 'pruned' && event.functionVersions.includes(newest?.functionVersion ?? '');
  return gone ? null : newest;
}
