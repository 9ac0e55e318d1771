import { UnknownFunctionVersion } from './ledger-errors.ts';
import type { EventOf } from './ledger-event.ts';
import type { LedgerState } from './ledger-state.ts';
import type { Release } from './release.ts';
import { type BornState, requireLease } from './transition-guards.ts';

/** Keeps what an invocation by qualifier said, so that a rollback only has to read the head. */
export function checkServability(state: BornState, event: EventOf<'servability-checked'>): LedgerState {
  if (event.check !== 'warm-up') requireLease(state, event);
  const known = [state.champion, state.challenger, ...state.previousChampions];
  if (!known.some((release) => release?.functionVersion === event.functionVersion)) {
    throw new UnknownFunctionVersion(`function version ${event.functionVersion} is no champion and no challenger`);
  }
  const { servable, detail, at, functionVersion } = event;
  const checked = (release: Release): Release =>
    release.functionVersion === functionVersion
      ? { ...release, servability: { servable, checkedAt: at, detail } }
      : release;
  return {
    ...state,
    champion: checked(state.champion),
    challenger: state.challenger && checked(state.challenger),
    previousChampions: state.previousChampions.map(checked),
  };
}
