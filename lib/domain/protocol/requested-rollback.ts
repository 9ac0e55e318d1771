import type { Decide, Ledger } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { readEntriesSince } from '../ledger/ledger-pages.ts';
import { type Actor, phaseOf } from '../ledger/ledger-state.ts';
import type { Release } from '../ledger/release.ts';
import type { Execution } from '../steps/execution.ts';
import type { RollbackRequest } from '../steps/rollback-request.ts';
import { milliseconds, type Timestamp, timestamp } from '../time.ts';
import { alarmEvidence } from './ringing-alarms.ts';

export interface RequestedRollback {
  readonly execution: Execution;
  readonly request: RollbackRequest;
  readonly actor: Actor;
  /** Where to go; null for the predecessor, whichever that is. */
  readonly target: Release | null;
}

/** What a request comes to when nothing is appended. */
type Unmoved = 'already' | 'ignored';

/** The decision about a request, and why it came to nothing where it did. */
export interface RollbackDecision {
  readonly decide: Decide;
  readonly unmoved: () => { readonly decision: Unmoved; readonly reason: string };
}

/** A rollback that an alarm or a person asks for. An alarm that is about something else, or about the past, is ignored. */
export function decideRequestedRollback(ledger: Ledger, asked: RequestedRollback): RollbackDecision {
  let unmoved: { decision: Unmoved; reason: string } = { decision: 'ignored', reason: 'nothing was asked' };
  const decide: Decide = async (head, at) => {
    const refusal = (await alreadyDone(ledger, head, asked)) ?? ignored(head, at, asked);
    if (refusal === null) return rolledBack(at, asked);
    unmoved = refusal;
    return null;
  };
  return { decide, unmoved: () => unmoved };
}

function rolledBack(at: Timestamp, { execution, request, actor, target }: RequestedRollback): LedgerEvent {
  const evidence = request.alarm === null ? [] : [alarmEvidence(request.alarm.name)];
  const { cause, reason } = request;
  return { type: 'rolled-back', at, actor, execution: execution.arn, reason, evidence, cause, target };
}

/**
 * A repeated call finds its own entry, and who asked before the last rollback wanted just that. It costs a call, but only
 * when traffic moved after the execution started.
 */
async function alreadyDone(ledger: Ledger, head: LedgerEntry | null, { execution, request }: RequestedRollback) {
  const movedAt = head?.state.routing?.movedAt;
  const start = timestamp(milliseconds(execution.startedAt));
  if (!head || movedAt === undefined || movedAt < start) return null;
  const isOwn = ({ event }: LedgerEntry) => event.execution === execution.arn;
  const entries = isOwn(head) ? [head] : await readEntriesSince(ledger, head.modelName, head, start);
  const named = request.modelVersion !== null || request.at !== null;
  const done = entries.findLast(
    (entry) => entry.event.type === 'rolled-back' && (isOwn(entry) || (!named && entry.event.at === movedAt)),
  );
  if (done === undefined) return null;
  return { decision: 'already', reason: `entry ${done.sequence} has rolled back since: ${done.event.reason}` } as const;
}

function ignored(head: LedgerEntry | null, at: Timestamp, { request: { alarm } }: RequestedRollback) {
  if (alarm === null || head === null) return null;
  const reason = alarm.accusedVersion === null ? aliasAlarm(head, at, alarm) : accusation(head, at, alarm);
  return reason === null ? null : ({ decision: 'ignored', reason } as const);
}

type Alarm = NonNullable<RollbackRequest['alarm']>;

/** In a canary only an alarm that names the challenger acts, and only one that rang after the release began. */
function accusation({ state }: LedgerEntry, at: Timestamp, { name, time, accusedVersion }: Alarm): string | null {
  const { challenger, lease } = state;
  if (phaseOf(state, at) !== 'canary' || challenger?.functionVersion !== accusedVersion || lease === null) {
    return `${name} names function version ${accusedVersion}, which is no challenger on canary`;
  }
  return isBefore(time, lease.acquiredAt) ? `${name} rang at ${time}, before this release began` : null;
}

/** An alarm on the whole alias cannot tell two versions apart, so it acts in probation only. */
function aliasAlarm({ state }: LedgerEntry, at: Timestamp, { name, time }: Alarm): string | null {
  if (phaseOf(state, at) !== 'probation')
    return `${name} acts in probation only, and the model is in ${phaseOf(state, at)}`;
  const promotedAt = state.routing?.movedAt;
  if (promotedAt === undefined) return `${name} rang while nothing had traffic`;
  return isBefore(time, promotedAt) ? `${name} rang at ${time}, before the promotion at ${promotedAt}` : null;
}

/** Event times have whole seconds, so a second is not told apart. */
function isBefore(time: string, start: Timestamp): boolean {
  return milliseconds(time) < Math.floor(milliseconds(start) / 1000) * 1000;
}
