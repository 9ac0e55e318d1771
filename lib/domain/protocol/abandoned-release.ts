import type { Decide } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { type Actor, type Lease, phaseOf } from '../ledger/ledger-state.ts';
import type { ExecutionStatus } from '../ports/executions.ts';

/** The lease of an execution that does not run any more and has left it behind; it stays fenced off whatever it still does. */
export function isAbandoned(status: ExecutionStatus): boolean {
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}

/** Ends what an execution has left behind: its canary is rolled back, and a release without traffic fails. */
export function decideAbandonment(lease: Lease, status: ExecutionStatus, actor: Actor): Decide {
  return (head, at): LedgerEvent | null => {
    if (!stillHolds(head, lease)) return null;
    const common = {
      at,
      actor,
      // the ended execution is the one that the lease belongs to
      execution: lease.execution,
      reason: `the execution of ${lease.modelVersion} is ${status} and left its release behind`,
      evidence: [{ metric: 'execution running', value: 0, threshold: 1, n: 1, interval: null }],
    };
    return phaseOf(head.state, at) === 'canary'
      ? { ...common, type: 'rolled-back', cause: 'abandoned', target: null }
      : { ...common, type: 'failed', error: 'Abandoned' };
  };
}

function stillHolds(head: LedgerEntry | null, lease: Lease): head is LedgerEntry {
  const held = head?.state.lease;
  return held?.execution === lease.execution && held.acquiredAt === lease.acquiredAt;
}
