import { StillInCanary, UnknownFunctionVersion } from './ledger-errors.ts';
import type { EventOf } from './ledger-event.ts';
import type { LedgerState } from './ledger-state.ts';
import type { Release } from './release.ts';
import { type BornState, requireLease } from './transition-guards.ts';

type Check = EventOf<'servability-checked'>;

/** Keeps what an invocation by qualifier said, so that a rollback only has to read the head. */
export function checkServability(state: BornState, event: Check): LedgerState {
  if (event.check === 'smoke-test') return checkChallenger(state, event);
  return event.check === 'drill' ? drillChampion(state, event) : checkChampions(state, event);
}

function checkChallenger(state: BornState, event: Check): LedgerState {
  requireLease(state, event);
  const { challenger, routing } = state;
  if (challenger?.functionVersion !== event.functionVersion) {
    throw new UnknownFunctionVersion(
      `a smoke test is for the challenger, not for function version ${event.functionVersion}`,
    );
  }
  if (routing.canary !== null && !event.servable) {
    throw new StillInCanary('a challenger that has traffic and cannot serve is rolled back, not just noted');
  }
  return { ...state, challenger: checked(challenger, event) };
}

function drillChampion(state: BornState, event: Check): LedgerState {
  const lease = requireLease(state, event);
  const { functionVersion, at, servable, excuse } = event;
  if (state.champion.functionVersion !== functionVersion) {
    throw new UnknownFunctionVersion(`a drill is for the champion, not for function version ${functionVersion}`);
  }
  // a late answer says nothing about the release that has traffic already
  const drill = state.routing.canary === null ? { checkedAt: at, servable, excuse } : lease.drill;
  return { ...checkChampions(state, event), lease: { ...lease, drill } };
}

function checkChampions(state: BornState, event: Check): LedgerState {
  const { champion, previousChampions } = state;
  if (![champion, ...previousChampions].some(({ functionVersion }) => functionVersion === event.functionVersion)) {
    throw new UnknownFunctionVersion(`function version ${event.functionVersion} is no champion, present or previous`);
  }
  return {
    ...state,
    champion: checked(champion, event),
    previousChampions: previousChampions.map((release) => checked(release, event)),
  };
}

function checked(release: Release, { functionVersion, servable, at, detail }: Check): Release {
  if (release.functionVersion !== functionVersion) return release;
  return { ...release, servability: { servable, checkedAt: at, detail } };
}
