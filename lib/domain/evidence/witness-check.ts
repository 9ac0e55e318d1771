import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { BASELINE_VERSION } from '../ledger/model-version.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import { secondsAfter, type Timestamp } from '../time.ts';
import { type Check, check } from './check.ts';
import type { Evidence, FrozenVersion } from './evidence.ts';

type Witnesses = Pick<Evidence, 'alias' | 'newestNotice' | 'records' | 'functionVersions'>;

/**
 * Whether anything that is kept elsewhere knows more than the ledger. A chain that was cut off at its end is a whole
 * chain; but whoever cuts it off would have to change the alias, function versions, records and marks of notices too.
 */
export function checkWitnesses(
  { alias, newestNotice, records, functionVersions }: Witnesses,
  entries: readonly LedgerEntry[],
): Check {
  const trained = records.filter(({ modelVersion }) => modelVersion !== BASELINE_VERSION);
  const pinned = functionVersions.filter(({ environment }) => environment.MODEL_VERSION !== null);
  const known = knownTo(entries);
  const findings = [
    alias === null ? null : aliasWitness(alias.description, entries),
    newestNotice === null ? null : noticeWitness(newestNotice, known),
    ...trained.map((record) => recordWitness(record, known)),
    ...pinned.map((version) => versionWitness(version, known)),
  ].filter((finding) => finding !== null);
  const count = (alias === null ? 0 : 1) + (newestNotice === null ? 0 : 1) + trained.length + pinned.length;
  return check('witnesses', count, findings);
}

interface Known {
  readonly newest: number;
  /** When the newest entry was appended; null without one. */
  readonly newestAt: Timestamp | null;
  readonly registered: ReadonlySet<string>;
  /** Executions that ended without a release. */
  readonly ended: ReadonlySet<string>;
  /** Model versions that were born, adopted or had the lease: only those are ever published. */
  readonly releasable: ReadonlySet<string>;
}

function knownTo(entries: readonly LedgerEntry[]): Known {
  const gathered = (pick: (event: LedgerEvent) => string | null) =>
    new Set(entries.map(({ event }) => pick(event)).filter((name) => name !== null));
  return {
    newest: entries.at(-1)?.sequence ?? 0,
    newestAt: entries.at(-1)?.event.at ?? null,
    registered: gathered((event) => (event.type === 'registered' ? event.modelVersion : null)),
    ended: gathered(({ type, execution }) => (type === 'failed' ? execution : null)),
    releasable: gathered(releasedVersion).add(BASELINE_VERSION),
  };
}

function releasedVersion(event: LedgerEvent): string | null {
  if (event.type === 'lease-acquired') return event.modelVersion;
  return event.type === 'bootstrapped' || event.type === 'adopted' ? event.release.modelVersion : null;
}

const cutOff = (newest: number) => `the newest entry is ${newest}: entries after it were removed`;

const DESCRIPTION = /^seq=(\d+) moved=(\S+)$/;

/** The alias names the entry that it shows, and when that moved the traffic. */
function aliasWitness(description: string, entries: readonly LedgerEntry[]): string | null {
  const [, number, moved] = DESCRIPTION.exec(description) ?? [];
  const sequence = Number(number);
  if (number === undefined || moved === undefined)
    return `the alias should say which entry it shows, got the description '${description}': somebody else has written it`;
  if (sequence > entries.length) return `the alias was written for entry ${sequence}, ${cutOff(entries.length)}`;
  const movedAt = entries[sequence - 1]?.state.routing?.movedAt;
  if (movedAt === moved) return null;
  return `the alias was written for entry ${sequence} with traffic moved at ${moved}, that entry says ${movedAt ?? 'never'}: the ledger was written anew`;
}

function noticeWitness(sequence: number, { newest }: Known): string | null {
  return sequence > newest ? `the notice of entry ${sequence} was sent, ${cutOff(newest)}` : null;
}

/** Longer than a step and all its retries take. */
const LONGEST_REGISTRATION_SECONDS = 6 * 3600;

/**
 * A record is written just before its entry; an execution that failed in between says so in the ledger. One that was
 * stopped in between cannot: but its entry would not be the newest, and only the newest ones can be cut off unseen.
 */
function recordWitness({ modelVersion, createdAt, execution }: VersionRecord, known: Known): string | null {
  if (known.registered.has(modelVersion)) return null;
  if (execution !== null && known.ended.has(execution)) return null;
  if (known.newestAt !== null && known.newestAt > secondsAfter(createdAt, LONGEST_REGISTRATION_SECONDS)) return null;
  const why =
    'either its registration is under way or was stopped (look again after the next entry), or entries were removed';
  return `${modelVersion} was registered at ${createdAt} and the ledger, whose newest entry is ${known.newest}, does not say so: ${why}`;
}

function versionWitness({ functionVersion, environment }: FrozenVersion, known: Known): string | null {
  const modelVersion = environment.MODEL_VERSION ?? '';
  if (known.releasable.has(modelVersion)) return null;
  return `function version ${functionVersion} was published for ${modelVersion}, which the ledger up to its newest entry ${known.newest} never released: entries were removed, or it was published by hand`;
}
