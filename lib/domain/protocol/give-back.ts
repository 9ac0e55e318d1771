import type { Decide } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { phaseOf } from '../ledger/ledger-state.ts';
import { type Execution, executionActor } from '../steps/execution.ts';

export interface OwnRollback {
  readonly execution: Execution;
  readonly cause: EventOf<'rolled-back'>['cause'];
  readonly functionVersion: string;
  readonly reason: string;
  readonly evidence: EventOf<'rolled-back'>['evidence'];
}

/**
 * Ends the execution's own release, however far it got: traffic goes back from a canary or a fresh promotion, and a
 * release without traffic just fails, which frees the lease. A release that is not its own (any more) is left alone, so
 * that the late failure of one execution never ends the canary of another.
 */
export function decideOwnRollback(request: OwnRollback): Decide {
  const { execution, cause, reason, evidence } = request;
  return (head, at) => {
    const common = { at, actor: executionActor(execution), execution: execution.arn, reason, evidence };
    switch (stageOf(head, at, request)) {
      case 'traffic':
        return { ...common, type: 'rolled-back', cause, target: null };
      case 'lease':
        return { ...common, type: 'failed', error: 'ReleaseFailed' };
      default:
        return null;
    }
  };
}

/** What the execution still holds: traffic, the lease alone, or nothing. */
function stageOf(
  head: LedgerEntry | null,
  at: string,
  { execution, functionVersion }: OwnRollback,
): 'traffic' | 'lease' | null {
  if (head === null) return null;
  const { state } = head;
  const phase = phaseOf(state, at);
  if (state.lease?.execution === execution.arn) return phase === 'canary' ? 'traffic' : 'lease';
  const promoted = phase === 'probation' && state.champion?.functionVersion === functionVersion;
  // a later release of the same function version is another execution's
  return promoted && state.routing?.movedBy.id === executionActor(execution).id ? 'traffic' : null;
}
