import { NoEvidence, NotLeaseHolder, VersionBeingDeleted } from './ledger-errors.ts';
import type { LedgerEvent } from './ledger-event.ts';
import type { Lease, LedgerState, Routing } from './ledger-state.ts';
import { type CodePair, type Release, sameCode } from './release.ts';

/** A state after bootstrap: there is always a champion, and the alias always points somewhere. */
export type BornState = LedgerState & { readonly champion: Release; readonly routing: Routing };

/** All traffic on one release. */
export function serving(
  release: Release,
  { at, actor }: Pick<LedgerEvent, 'at' | 'actor'>,
  canary: Routing['canary'] = null,
): Routing {
  const { functionArn, functionVersion } = release;
  return { functionArn, functionVersion, canary, movedAt: at, movedBy: actor };
}

/** The state without the release that was under way. */
export function clearedRelease(state: BornState): BornState {
  return { ...state, challenger: null, lease: null };
}

export function without(releases: readonly Release[], { functionVersion }: Release): Release[] {
  return releases.filter((release) => release.functionVersion !== functionVersion);
}

/** Code that serves is no longer rejected, whatever it did before. */
export function stillRejected(rejected: CodePair | null, champion: Release): CodePair | null {
  return rejected !== null && sameCode(rejected, champion) ? null : rejected;
}

export function holdsLease(state: LedgerState, { execution }: Pick<LedgerEvent, 'execution'>): boolean {
  return state.lease !== null && state.lease.execution === execution;
}

/** The lease of the execution that decided this event; throws `NotLeaseHolder` when it is fenced off. */
export function requireLease(state: LedgerState, event: Pick<LedgerEvent, 'execution' | 'type'>): Lease {
  if (state.lease !== null && holdsLease(state, event)) return state.lease;
  const holder = state.lease === null ? 'nobody' : state.lease.execution;
  throw new NotLeaseHolder(`'${event.type}' needs the lease, which ${holder} holds`);
}

/** Throws `VersionBeingDeleted`. */
export function requireKept({ pruned }: LedgerState, { functionVersion }: Release): void {
  if (!pruned.includes(functionVersion)) return;
  throw new VersionBeingDeleted(
    `function version ${functionVersion} is being deleted: publish anew in a minute, under a new number`,
  );
}

export function requireEvidence({ type, evidence }: Pick<LedgerEvent, 'type' | 'evidence'>): void {
  if (evidence.length === 0) throw new NoEvidence(`'${type}' should carry the numbers it rests on`);
}
