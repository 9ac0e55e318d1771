import { ForeignFunction, NoStableVersion, NothingToRollBack } from './ledger-errors.ts';
import type { EventOf } from './ledger-event.ts';
import { type LedgerState, phaseOf } from './ledger-state.ts';
import { type CodePair, codePair, type Release, sameCode } from './release.ts';
import { type BornState, clearedRelease, requireEvidence, serving } from './transition-guards.ts';

/**
 * Gives all traffic back. Nobody needs the lease for it. By itself it happens in canary and in probation only; by hand
 * from every state that has a stable version to go to.
 */
export function rollBack(state: BornState, event: EventOf<'rolled-back'>): LedgerState {
  if (event.cause !== 'manual') requireEvidence(event);
  const phase = phaseOf(state, event.at);
  const toChampion = event.target === null || event.target.functionVersion === state.champion.functionVersion;
  if (phase === 'canary' && toChampion) return endCanary(state, event);
  if (event.cause !== 'manual' && phase !== 'probation') {
    throw new NothingToRollBack(`the model is in ${phase}: a rollback by itself needs a canary or probation`);
  }
  return replaceChampion(state, event);
}

function endCanary(state: BornState, event: EventOf<'rolled-back'>): LedgerState {
  return {
    ...clearedRelease(state),
    routing: serving(state.champion, event),
    rejectedCode: state.challenger && rejectedCode(state, event, state.challenger, state.champion),
  };
}

function replaceChampion(state: BornState, event: EventOf<'rolled-back'>): LedgerState {
  const target = rollbackTarget(state, event);
  const position = state.previousChampions.findIndex(
    ({ functionVersion }) => functionVersion === target.functionVersion,
  );
  return {
    ...clearedRelease(state),
    champion: target,
    // what was rolled back, and what lay between, is not a place to go back to
    previousChampions: state.previousChampions.slice(position + 1),
    routing: serving(target, event),
    probationEnd: null,
    rejectedCode: rejectedCode(state, event, state.champion, target),
  };
}

function rollbackTarget(state: BornState, event: EventOf<'rolled-back'>): Release {
  const target = event.target ?? state.previousChampions[0];
  if (target === undefined)
    throw new NoStableVersion(`${state.champion.modelVersion} has no earlier champion to go back to`);
  if (target.functionArn !== state.champion.functionArn) {
    throw new ForeignFunction(`${target.modelVersion} is on ${target.functionArn}, which the alias cannot reach`);
  }
  if (target.functionVersion === state.champion.functionVersion) {
    throw new NoStableVersion(
      `${target.modelVersion} on function version ${target.functionVersion} is the champion already`,
    );
  }
  if (target.servability?.servable !== true) {
    const detail = target.servability?.detail ?? 'it was never checked';
    throw new NoStableVersion(
      `${target.modelVersion} on function version ${target.functionVersion} cannot serve: ${detail}`,
    );
  }
  return target;
}

/** A release that only changed the code and came back failed because of the code, unless newer code cut it short. */
function rejectedCode(
  state: BornState,
  { cause }: EventOf<'rolled-back'>,
  from: CodePair,
  to: CodePair,
): LedgerState['rejectedCode'] {
  return cause === 'superseded' || sameCode(from, to) ? state.rejectedCode : codePair(from);
}
