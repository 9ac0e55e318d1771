import { RatchetError } from '../errors.ts';

/** The ledger refuses a move; the subclasses say which rule. The state is as it was. */
export abstract class IllegalTransition extends RatchetError {}

/** The model has no champion yet. */
export class NotBootstrapped extends IllegalTransition {
  override readonly name = 'NotBootstrapped';
}

/** The model already has a champion. */
export class AlreadyBootstrapped extends IllegalTransition {
  override readonly name = 'AlreadyBootstrapped';
}

/** Another execution holds the lease. */
export class LeaseHeld extends IllegalTransition {
  override readonly name = 'LeaseHeld';
}

/** The last promotion is still in probation. */
export class HeldByProbation extends IllegalTransition {
  override readonly name = 'HeldByProbation';
}

/** The champion is no longer the one that the candidate was compared with. */
export class ChampionChanged extends IllegalTransition {
  override readonly name = 'ChampionChanged';
}

/** The execution does not, or no longer, hold the lease: it is fenced off. */
export class NotLeaseHolder extends IllegalTransition {
  override readonly name = 'NotLeaseHolder';
}

/** The execution holds the lease, so it cannot just leave. */
export class StillHoldsLease extends IllegalTransition {
  override readonly name = 'StillHoldsLease';
}

/** The release holds traffic, so it has to be rolled back first. */
export class StillInCanary extends IllegalTransition {
  override readonly name = 'StillInCanary';
}

/** The release has no canary to promote. */
export class NotInCanary extends IllegalTransition {
  override readonly name = 'NotInCanary';
}

/** Nothing is in canary or probation, so nothing rolls back by itself. */
export class NothingToRollBack extends IllegalTransition {
  override readonly name = 'NothingToRollBack';
}

/** There is no earlier champion that is known to serve. */
export class NoStableVersion extends IllegalTransition {
  override readonly name = 'NoStableVersion';
}

/** A canary only ever grows. */
export class WeightNotRising extends IllegalTransition {
  override readonly name = 'WeightNotRising';
}

/** The lease already has a published challenger. */
export class AlreadyPublished extends IllegalTransition {
  override readonly name = 'AlreadyPublished';
}

/** What was published is not what the lease was taken for. */
export class ReleaseMismatch extends IllegalTransition {
  override readonly name = 'ReleaseMismatch';
}

/** The version that is to get traffic has not passed its smoke test. */
export class NotSmokeTested extends IllegalTransition {
  override readonly name = 'NotSmokeTested';
}

/** The champion has not proven in this release that a rollback to it would work. */
export class NotDrilled extends IllegalTransition {
  override readonly name = 'NotDrilled';
}

/** The version was published with another execution role, which an alias cannot split traffic over. */
export class RoleDiffers extends IllegalTransition {
  override readonly name = 'RoleDiffers';
}

/** The version belongs to another function than the champion. */
export class ForeignFunction extends IllegalTransition {
  override readonly name = 'ForeignFunction';
}

/** The deployed code differs from the champion's; it has to be released on its own first. */
export class CodeReleasePending extends IllegalTransition {
  override readonly name = 'CodeReleasePending';
}

/** The deployed code failed its release. */
export class CodeRejected extends IllegalTransition {
  override readonly name = 'CodeRejected';
}

/** The deployed code is the champion's already. */
export class NoChange extends IllegalTransition {
  override readonly name = 'NoChange';
}

/** A promotion or an automatic rollback came without the numbers it rests on. */
export class NoEvidence extends IllegalTransition {
  override readonly name = 'NoEvidence';
}

/** The function version is not one that the state knows. */
export class UnknownFunctionVersion extends IllegalTransition {
  override readonly name = 'UnknownFunctionVersion';
}

/** The function version is still needed. */
export class RetainedVersion extends IllegalTransition {
  override readonly name = 'RetainedVersion';
}

/** The function version is about to be deleted, so nothing may rest on it; once it is gone, it is published anew. */
export class VersionBeingDeleted extends IllegalTransition {
  override readonly name = 'VersionBeingDeleted';
}

/** The schedules are paused already. */
export class AlreadyPaused extends IllegalTransition {
  override readonly name = 'AlreadyPaused';
}

/** The schedules are not paused. */
export class NotPaused extends IllegalTransition {
  override readonly name = 'NotPaused';
}

/** No rollback is being watched. */
export class NotWatched extends IllegalTransition {
  override readonly name = 'NotWatched';
}

/** A period that should lie ahead ends before it starts. */
export class EndsInThePast extends IllegalTransition {
  override readonly name = 'EndsInThePast';
}

/** Another writer took the sequence number: read the head and decide again. */
export class LedgerConflict extends RatchetError {
  override readonly name = 'LedgerConflict';
}

/** The ledger was altered; the message names the entry and what does not fit. */
export class LedgerBroken extends RatchetError {
  override readonly name = 'LedgerBroken';
}
