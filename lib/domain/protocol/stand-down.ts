import type { Ledger } from '../ledger/ledger.ts';
import { type LedgerEntry, parseStoredEntry } from '../ledger/ledger-entry.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { Release } from '../ledger/release.ts';
import type { Execution } from '../steps/execution.ts';
import type { StandDown } from '../steps/stand-down.ts';

/** How far back the end of a release is looked for; between it and its execution's next look come few entries. */
const ENTRIES_BACK = 100;

/** The challenger of an execution's own release; null when the head says that it has none, or none any more. */
export function ownChallenger(head: LedgerEntry | null, { arn }: Execution, functionVersion: string): Release | null {
  const { lease, challenger } = head?.state ?? {};
  if (lease?.execution !== arn || challenger?.functionVersion !== functionVersion) return null;
  return challenger;
}

/** Why an execution whose release is gone ends: who rolled it back, as far as the ledger's newest entries say. */
export async function standDown(ledger: Ledger, modelName: string, execution: Execution): Promise<StandDown> {
  const head = await ledger.readHead(modelName);
  const first = Math.max(1, (head?.sequence ?? 1) - ENTRIES_BACK + 1);
  const entries = (await ledger.readFrom(modelName, first, ENTRIES_BACK)).map(parseStoredEntry);
  const end = endOfRelease(entries, execution);
  if (end?.type === 'rolled-back') {
    const reason = `rolled back by ${end.actor.kind} ${end.actor.id}: ${end.reason}`;
    return { decision: 'stand-down', code: 'RolledBack', reason: reason.slice(0, 1000) };
  }
  const reason =
    end === undefined ? 'this execution has no release' : `entry '${end.type}' ended this release: ${end.reason}`;
  return { decision: 'stand-down', code: 'StoodDown', reason: reason.slice(0, 1000) };
}

/** What took the lease from the execution, or took back what it had promoted. */
function endOfRelease(entries: readonly LedgerEntry[], { arn }: Execution): LedgerEvent | undefined {
  const held = entries.findLastIndex(({ state }) => state.lease?.execution === arn);
  if (held === -1) return undefined;
  const after = entries.slice(held + 1).map(({ event }) => event);
  const next = after.findIndex(({ type }) => type === 'lease-acquired');
  const own = next === -1 ? after : after.slice(0, next);
  return own[0]?.type === 'promoted' ? (own.find(({ type }) => type === 'rolled-back') ?? own[0]) : own[0];
}
