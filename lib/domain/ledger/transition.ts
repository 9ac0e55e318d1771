import {
  AlreadyBootstrapped,
  AlreadyPaused,
  LeaseHeld,
  NotBootstrapped,
  NotPaused,
  NotSmokeTested,
  ReleaseMismatch,
  RetainedVersion,
  StillHoldsLease,
} from './ledger-errors.ts';
import type { EventOf, EventType, LedgerEvent } from './ledger-event.ts';
import type { LedgerState } from './ledger-state.ts';
import { type Release, sameModel } from './release.ts';
import {
  type BornState,
  clearedRelease,
  holdsLease,
  requireKept,
  serving,
  stillRejected,
  without,
} from './transition-guards.ts';
import { acquireLease, fail, promote, publish, shift } from './transition-release.ts';
import { rollBack, watchRollback } from './transition-rollback.ts';
import { checkServability } from './transition-servability.ts';

type Rules = { readonly [Type in EventType]: (state: BornState, event: EventOf<Type>) => LedgerState };

/**
 * What the state becomes when `event` happens: the only place that decides what may follow what.
 * Pure: the time is the event's own. Throws an `IllegalTransition` that is named after the rule that refuses.
 */
export function transition(state: LedgerState, event: LedgerEvent): LedgerState {
  if (event.type === 'bootstrapped') return bootstrap(state, event);
  const { champion, routing } = state;
  if (champion === null || routing === null) {
    throw new NotBootstrapped(`'${event.type}' needs a champion; deploy the model's stack first`);
  }
  const rule = rules[event.type] as (state: BornState, event: LedgerEvent) => LedgerState;
  return rule({ ...state, champion, routing }, event);
}

const unchanged = (state: BornState): LedgerState => state;

const rules: Rules = {
  bootstrapped: unchanged,
  adopted: adopt,
  registered: unchanged,
  'lease-acquired': acquireLease,
  published: publish,
  'servability-checked': checkServability,
  shifted: shift,
  promoted: promote,
  'rolled-back': rollBack,
  'rollback-watched': watchRollback,
  skipped: endWithoutRelease,
  failed: fail,
  'stood-down': standDown,
  paused: pause,
  resumed: resume,
  reconciled: unchanged,
  pruned: prune,
};

function bootstrap(state: LedgerState, event: EventOf<'bootstrapped'>): LedgerState {
  if (state.champion !== null) {
    throw new AlreadyBootstrapped(`the model already has the champion ${state.champion.modelVersion}`);
  }
  requireServable(event.release);
  return { ...state, champion: event.release, routing: serving(event.release, event) };
}

/** The champion's artefact was published anew on this function: nothing on another function can be reached any more. */
function adopt(state: BornState, event: EventOf<'adopted'>): LedgerState {
  if (!sameModel(state.champion, event.release)) {
    throw new ReleaseMismatch(
      `only the champion ${state.champion.modelVersion} can be adopted, got ${event.release.modelVersion}`,
    );
  }
  requireServable(event.release);
  const moved = event.release.functionArn !== state.champion.functionArn;
  if (!moved) requireKept(state, event.release);
  return {
    ...clearedRelease(state),
    champion: event.release,
    previousChampions: moved ? [] : without(state.previousChampions, event.release),
    routing: serving(event.release, event),
    probationEnd: null,
    watchedSince: null,
    rejectedCode: stillRejected(state.rejectedCode, event.release),
    pruned: moved ? [] : state.pruned,
  };
}

/** What gets all traffic at once has no canary that would show it, and may have nothing to go back to. */
function requireServable({ modelVersion, functionVersion, servability }: Release): void {
  if (servability?.servable === true) return;
  const what = `${modelVersion} on function version ${functionVersion}`;
  throw new NotSmokeTested(`${what} gets all traffic only after it passed its smoke test`);
}

function endWithoutRelease(state: BornState, event: EventOf<'skipped'>): LedgerState {
  if (holdsLease(state, event)) throw new StillHoldsLease('a release that was begun ends as failed or rolled back');
  return state;
}

function standDown(state: BornState, event: EventOf<'stood-down'>): LedgerState {
  if (holdsLease(state, event)) throw new StillHoldsLease('the lease is held, so there is no reason to stand down');
  return state;
}

function pause(state: BornState): LedgerState {
  if (state.paused) throw new AlreadyPaused('the schedules are paused already');
  return { ...state, paused: true };
}

function resume(state: BornState): LedgerState {
  if (!state.paused) throw new NotPaused('the schedules are not paused');
  return { ...state, paused: false };
}

/** From here on nothing takes these versions, so they can be deleted at any time. */
function prune(state: BornState, event: EventOf<'pruned'>): LedgerState {
  if (state.lease !== null) {
    throw new LeaseHeld(`versions are deleted between releases, and ${state.lease.execution} holds the lease`);
  }
  const retained = [state.champion, state.challenger, ...state.previousChampions].map((kept) => kept?.functionVersion);
  const needed = event.functionVersions.find((functionVersion) => retained.includes(functionVersion));
  if (needed !== undefined) throw new RetainedVersion(`function version ${needed} may still be needed for a rollback`);
  return { ...state, pruned: event.functionVersions };
}
