import type { Timestamp } from '../time.ts';
import {
  AlreadyPublished,
  ChampionChanged,
  CodeRejected,
  CodeReleasePending,
  EndsInThePast,
  ForeignFunction,
  HeldByProbation,
  LeaseHeld,
  NoChange,
  NoEvidence,
  NotDrilled,
  NotInCanary,
  NotLeaseHolder,
  NotSmokeTested,
  ReleaseMismatch,
  RoleDiffers,
  StillInCanary,
  WeightNotRising,
} from './ledger-errors.ts';
import type { EventOf } from './ledger-event.ts';
import { type Lease, type LedgerState, phaseOf, REMEMBERED_CHAMPIONS } from './ledger-state.ts';
import { codePair, type Release, sameCode, sameModel } from './release.ts';
import {
  type BornState,
  clearedRelease,
  holdsLease,
  requireEvidence,
  requireKept,
  requireLease,
  serving,
  without,
} from './transition-guards.ts';

export function acquireLease(state: BornState, event: EventOf<'lease-acquired'>): LedgerState {
  refuseWhileReleasing(state, event);
  if (!sameModel(state.champion, event.compared)) {
    throw new ChampionChanged(
      `compare again: the champion is now ${state.champion.modelVersion}, not ${event.compared.modelVersion}`,
    );
  }
  if (event.mode === 'code' && !sameModel(state.champion, event)) {
    throw new ReleaseMismatch(`a code release keeps the champion's model ${state.champion.modelVersion}`);
  }
  if (event.mode !== 'code' && event.grounds.kind === 'code-change') {
    throw new NoEvidence('another model is released on a won comparison or for a reason, not on a change of code');
  }
  requireFuture(event.at, event.until, 'the lease');
  const { mode, plan, modelVersion, modelSha256, grounds, until } = event;
  if (event.execution === null) throw new NotLeaseHolder('a lease belongs to an execution, and this event names none');
  const lease: Lease = {
    execution: event.execution,
    mode,
    plan,
    modelVersion,
    modelSha256,
    grounds,
    acquiredAt: event.at,
    until,
    drill: null,
  };
  return { ...state, challenger: null, lease, probationEnd: null };
}

function refuseWhileReleasing(state: BornState, event: EventOf<'lease-acquired'>): void {
  const phase = phaseOf(state, event.at);
  if (phase === 'probation') throw new HeldByProbation(`probation ends at ${state.probationEnd}`);
  if (state.lease === null) return;
  const { execution, until } = state.lease;
  if (phase === 'canary') throw new LeaseHeld(`${execution} has a canary on traffic: roll it back first`);
  if (event.at < until) throw new LeaseHeld(`${execution} holds the lease until ${until}`);
  if (event.formerStatus === null) {
    throw new LeaseHeld(`the lease ran out at ${until}; take it over only with proof that ${execution} is not running`);
  }
}

export function publish(state: BornState, event: EventOf<'published'>): LedgerState {
  const lease = requireLease(state, event);
  if (state.challenger !== null) {
    throw new AlreadyPublished(
      `function version ${state.challenger.functionVersion} is this release's challenger already`,
    );
  }
  const { release } = event;
  requireSameHome(state.champion, release);
  requireKept(state, release);
  if (!sameModel(lease, release)) {
    throw new ReleaseMismatch(`the lease is for ${lease.modelVersion}, but ${release.modelVersion} was published`);
  }
  requireOneModel(state.previousChampions, release);
  requireCode(state, lease, release);
  return { ...state, challenger: { ...release, servability: null } };
}

function requireSameHome(champion: Release, release: Release): void {
  if (release.functionArn !== champion.functionArn) {
    throw new ForeignFunction(`the champion is on ${champion.functionArn}, the challenger on ${release.functionArn}`);
  }
  if (release.roleArn !== champion.roleArn) {
    throw new RoleDiffers(
      `an alias splits traffic only between versions of one role: ${champion.roleArn}, not ${release.roleArn}`,
    );
  }
  if (release.functionVersion === champion.functionVersion) {
    throw new NoChange(`function version ${release.functionVersion} is the champion already`);
  }
}

/** A function version is pinned to one model for ever, so the ledger never knows it under two. */
function requireOneModel(earlier: readonly Release[], release: Release): void {
  const known = earlier.find(({ functionVersion }) => functionVersion === release.functionVersion);
  if (known === undefined || sameModel(known, release)) return;
  throw new ReleaseMismatch(
    `function version ${release.functionVersion} serves ${known.modelVersion}, not ${release.modelVersion}`,
  );
}

/** Code and model never change in the same canary. */
function requireCode(state: BornState, lease: Lease, release: Release): void {
  const unchanged = sameCode(state.champion, release);
  if (lease.mode === 'code' && unchanged) throw new NoChange("the deployed code is the champion's already");
  if (state.rejectedCode !== null && sameCode(state.rejectedCode, release)) {
    throw new CodeRejected('the deployed code failed its release: deploy other code first');
  }
  if (lease.mode !== 'code' && !unchanged) {
    throw new CodeReleasePending("the deployed code is not the champion's: it has to be released on its own first");
  }
}

export function shift(state: BornState, event: EventOf<'shifted'>): LedgerState {
  const lease = requireLease(state, event);
  const challenger = requireProven(state, lease);
  const weight = state.routing.canary?.weight ?? 0;
  if (event.weight <= weight)
    throw new WeightNotRising(`the canary has ${weight} of the traffic, so ${event.weight} is no step up`);
  requireFuture(event.at, event.leaseUntil, 'the lease');
  return {
    ...state,
    lease: { ...lease, until: event.leaseUntil },
    routing: serving(state.champion, event, { functionVersion: challenger.functionVersion, weight: event.weight }),
  };
}

export function promote(state: BornState, event: EventOf<'promoted'>): LedgerState {
  const lease = requireLease(state, event);
  const challenger = requireProven(state, lease);
  if (state.routing.canary === null && lease.plan === 'canary') {
    throw new NotInCanary('a challenger is promoted from its canary, and it has none');
  }
  requireEvidence(event);
  requireFuture(event.at, event.probationEnd, 'probation');
  return {
    ...clearedRelease(state),
    champion: challenger,
    // a former champion can come back as a challenger
    previousChampions: [state.champion, ...without(state.previousChampions, challenger)].slice(0, REMEMBERED_CHAMPIONS),
    routing: serving(challenger, event),
    probationEnd: event.probationEnd,
    watchedSince: null,
    rejectedCode: lease.mode === 'code' ? null : state.rejectedCode,
  };
}

/** The challenger answers, and so did the champion that a rollback would need when this release asked it. */
function requireProven(state: BornState, lease: Lease): Release {
  const { challenger, champion } = state;
  if (challenger?.servability?.servable !== true) {
    throw new NotSmokeTested('the challenger gets traffic only after it passed its smoke test');
  }
  const { drill, grounds } = lease;
  // a champion that cannot serve any more may be replaced: by force, or because it is failing anyway
  const mayFail = grounds.kind === 'forced' || drill?.excuse != null;
  if (drill === null || !(drill.servable || mayFail)) {
    throw new NotDrilled(
      `the champion ${champion.modelVersion} has not proven in this release that it can take traffic back`,
    );
  }
  return challenger;
}

/** The one failure before any traffic that is the code's own; a throttled call or a stopped execution says nothing about it. */
export const SMOKE_TEST_FAILED = 'SmokeTestFailed';

/** An execution ended without having moved traffic. */
export function fail(state: BornState, event: EventOf<'failed'>): LedgerState {
  if (!holdsLease(state, event)) return state;
  if (phaseOf(state, event.at) === 'canary')
    throw new StillInCanary('a release that has traffic is rolled back, not just ended');
  const isCodesFault = state.lease?.mode === 'code' && event.error === SMOKE_TEST_FAILED;
  const rejected = isCodesFault && state.challenger !== null ? codePair(state.challenger) : state.rejectedCode;
  return { ...clearedRelease(state), rejectedCode: rejected };
}

function requireFuture(at: Timestamp, until: Timestamp, what: string): void {
  if (until <= at) throw new EndsInThePast(`${what} should end after ${at}, got ${until}`);
}
