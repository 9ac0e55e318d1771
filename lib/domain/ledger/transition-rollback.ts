import { ForeignFunction, NoStableVersion, NothingToRollBack, NotWatched } from './ledger-errors.ts';
import type { EventOf } from './ledger-event.ts';
import { type LedgerState, phaseOf } from './ledger-state.ts';
import { codePair, type Release, sameCode } from './release.ts';
import {
  type BornState,
  clearedRelease,
  requireEvidence,
  serving,
  stillRejected,
  without,
} from './transition-guards.ts';

/**
 * Gives all traffic back. Nobody needs the lease for it. By itself it happens in canary and in probation only; by hand
 * from every state that has a stable version to go to.
 */
export function rollBack(state: BornState, event: EventOf<'rolled-back'>): LedgerState {
  if (event.cause !== 'manual') requireEvidence(event);
  const phase = phaseOf(state, event.at);
  const toChampion = event.target === null || sameFunctionVersion(event.target, state.champion);
  if (phase === 'canary' && toChampion) return endCanary(state, event);
  if (event.cause !== 'manual' && phase !== 'probation') {
    throw new NothingToRollBack(
      `the model is in ${phase}: by itself only a canary goes back to the champion, or a champion in probation to its predecessor`,
    );
  }
  return replaceChampion(state, event);
}

function endCanary(state: BornState, event: EventOf<'rolled-back'>): LedgerState {
  const { challenger, champion, previousChampions } = state;
  return {
    ...clearedRelease(state),
    previousChampions: challenger ? without(previousChampions, challenger) : previousChampions,
    routing: serving(champion, event),
    watchedSince: event.at,
    rejectedCode: challenger && rejectedCode(state, event, challenger, champion),
  };
}

function replaceChampion(state: BornState, event: EventOf<'rolled-back'>): LedgerState {
  const target = rollbackTarget(state, event);
  const position = state.previousChampions.indexOf(target);
  return {
    ...clearedRelease(state),
    champion: target,
    // what was rolled back, and what lay between, is not a place to go back to
    previousChampions: position === -1 ? [] : state.previousChampions.slice(position + 1),
    routing: serving(target, event),
    probationEnd: null,
    watchedSince: event.at,
    rejectedCode: rejectedCode(state, event, state.champion, target),
  };
}

function rollbackTarget(state: BornState, event: EventOf<'rolled-back'>): Release {
  const { champion, previousChampions } = state;
  const wanted = event.target ?? previousChampions.find(canServe) ?? previousChampions[0];
  if (wanted === undefined) {
    // S3-18 has the first three words
    throw new NoStableVersion(`No backups found: ${champion.modelVersion} has no earlier champion to go back to`);
  }
  requireReachable(state, wanted);
  // of a version that the head knows, only what the head says about it counts
  const target = previousChampions.find((release) => sameFunctionVersion(release, wanted)) ?? wanted;
  if (canServe(target)) return target;
  throw new NoStableVersion(
    `${releaseText(target)} cannot serve: ${target.servability?.detail ?? 'it was never checked'}`,
  );
}

function requireReachable({ champion, challenger, previousChampions, pruned }: BornState, wanted: Release): void {
  const what = releaseText(wanted);
  if (wanted.functionArn !== champion.functionArn) {
    throw new ForeignFunction(`${what} is of ${wanted.functionArn}, which the alias cannot reach`);
  }
  if (sameFunctionVersion(wanted, champion)) throw new NoStableVersion(`${what} is the champion already`);
  if (pruned.includes(wanted.functionVersion)) {
    throw new NoStableVersion(`${what} was deleted: release ${wanted.modelVersion} with mode version instead`);
  }
  const isKnown = previousChampions.some((release) => sameFunctionVersion(release, wanted));
  if (!isKnown && challenger !== null && sameFunctionVersion(wanted, challenger)) {
    throw new NoStableVersion(`${what} is the challenger: it has not been champion yet`);
  }
}

function releaseText({ modelVersion, functionVersion }: Release): string {
  return `${modelVersion} on function version ${functionVersion}`;
}

/** What the watch found is in the entry; the state only says that it is over. */
export function watchRollback(state: BornState, event: EventOf<'rollback-watched'>): LedgerState {
  if (state.watchedSince === null) throw new NotWatched('there was no rollback lately, so none is being watched');
  requireEvidence(event);
  return { ...state, watchedSince: null };
}

function sameFunctionVersion(one: Release, other: Release): boolean {
  return one.functionArn === other.functionArn && one.functionVersion === other.functionVersion;
}

function canServe({ servability }: Release): boolean {
  return servability?.servable === true;
}

/** A release that only changed the code and came back failed because of it, unless nothing is known or it was cut short. */
function rejectedCode(
  state: BornState,
  { cause }: EventOf<'rolled-back'>,
  from: Release,
  to: Release,
): LedgerState['rejectedCode'] {
  const blameless = cause === 'superseded' || cause === 'no-evidence' || sameCode(from, to);
  return stillRejected(blameless ? state.rejectedCode : codePair(from), to);
}
