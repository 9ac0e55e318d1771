import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import { milliseconds } from '../../domain/time.ts';
import type { LoggedEvent } from '../../local/event-log.ts';
import type { DemoRollback } from './demo-result.ts';
import type { Injury } from './demo-story.ts';

export interface RollbackSources {
  /** The whole ledger, oldest first. */
  readonly entries: readonly LedgerEntry[];
  readonly events: readonly LoggedEvent[];
  readonly injuries: readonly Injury[];
  /** When an execution was started, in milliseconds since 1970. */
  readonly startOf: (executionArn: string) => number | undefined;
}

/** Every rollback of a run, oldest first: how long it took, and how many AWS calls. */
export function rollbacksOf(sources: RollbackSources): DemoRollback[] {
  return sources.entries.flatMap((entry, index) => {
    const before = sources.entries[index - 1]?.state;
    if (entry.event.type !== 'rolled-back' || !before) return [];
    const lost = before.routing?.canary ? before.challenger : before.champion;
    const { cause, reason } = entry.event;
    return [
      {
        from: lost?.modelVersion ?? '',
        to: entry.state.champion?.modelVersion ?? '',
        cause,
        reason,
        ...restoration(entry, lost?.functionVersion, sources),
      },
    ];
  });
}

function restoration(
  { event, state }: LedgerEntry,
  lostVersion: string | undefined,
  { events, injuries, startOf }: RollbackSources,
): Pick<DemoRollback, 'virtualSecondsToRestore' | 'awsCallsToRestore'> {
  const decided = milliseconds(event.at);
  const target = state.champion?.functionVersion;
  const written = events.findIndex(
    ({ type, time, detail }) =>
      type === 'alias-written' && time >= decided - 1 && detail.functionVersion === target && !hasCanary(detail),
  );
  const felt = injuries.find(({ functionVersion }) => functionVersion === lostVersion)?.feltAt;
  const began = felt ?? (event.execution === null ? undefined : startOf(event.execution)) ?? decided;
  const restored = events[written]?.time ?? decided;
  return {
    virtualSecondsToRestore: Math.max(0, restored - began) / 1000,
    awsCallsToRestore: callsUpTo(events, written),
  };
}

function hasCanary({ weights }: LoggedEvent['detail']): boolean {
  return Object.keys((weights ?? {}) as object).length > 0;
}

/** Calls of whoever wrote the alias, from its reading of the alias on; none where it did not have to be written. */
function callsUpTo(events: readonly LoggedEvent[], written: number): number {
  if (written === -1) return 0;
  const write = events.findIndex(
    (event, index) => index > written && isCall(event) && operationOf(event) === 'UpdateAlias',
  );
  const caller = events[write]?.detail.caller;
  const own = events.slice(0, write + 1).filter((event) => isCall(event) && event.detail.caller === caller);
  return own.length - own.findLastIndex((event) => operationOf(event) === 'GetAlias');
}

const isCall = ({ type }: LoggedEvent) => type === 'call';
const operationOf = ({ detail }: LoggedEvent) => detail.operation;
