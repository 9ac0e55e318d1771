import type { OutcomeWindow } from '../artifacts/snapshot.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import type { Trigger } from '../steps/execution.ts';
import { requestActor } from '../steps/request-actor.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';
import { milliseconds, secondsAfter, type Timestamp, timestamp } from '../time.ts';

const DAY_SECONDS = 86_400;
const BUDGET_DAYS = 30;
export const BUDGET_SECONDS = BUDGET_DAYS * DAY_SECONDS;
/** Days of outcomes for the first training of a definition that reads those since the last one. */
const LONGEST_WINDOW_DAYS = 730;

/** Triggers that come from what is observed, so that they can come again and again. */
export const eventTriggers: readonly Trigger[] = ['drift', 'performance', 'volume'];

/** What it takes to tell whether a request to train comes at the right time. */
export interface TriggerSituation {
  readonly request: RetrainRequest;
  /** ARN of the execution that asks. */
  readonly execution: string;
  readonly triggers: Pick<ModelDefinition['triggers'], 'require' | 'volume' | 'cooldownSeconds' | 'monthlyBudget'>;
  readonly paused: boolean;
  /** Entries since `lookBack`, oldest first. */
  readonly entries: readonly PastEntry[];
  readonly now: Timestamp;
}

/** What has to be known of an earlier decision. */
export interface PastEntry extends Pick<LedgerEntry, 'sequence'> {
  readonly event: Pick<LedgerEvent, 'type' | 'at' | 'actor' | 'execution'>;
}

export interface Skip {
  readonly decision: 'skip';
  readonly code: 'Paused' | 'AlreadyRun' | 'NoEvent' | 'CoolingDown' | 'BudgetSpent';
  readonly reason: string;
}

/** The time of the oldest entry that can matter to `reasonToSkip`. */
export function lookBack({
  request: { scheduledTime },
  triggers,
  now,
}: Pick<TriggerSituation, 'request' | 'triggers' | 'now'>): Timestamp {
  const seconds = Math.max(BUDGET_SECONDS, triggers.cooldownSeconds);
  const back = secondsAfter(now, -seconds);
  const due = scheduledTime === null ? now : normalized(scheduledTime);
  return due < back ? due : back;
}

/** Why a request to train comes at the wrong time; null when it does not. What a person starts is never too early. */
export function reasonToSkip(situation: TriggerSituation): Skip | null {
  if (situation.request.trigger === 'manual') return null;
  for (const rule of [paused, alreadyRun, withoutEvent, coolingDown, budgetSpent]) {
    const skip = rule(situation);
    if (skip !== null) return skip;
  }
  return null;
}

type Rule = (situation: TriggerSituation) => Skip | null;

const skip = (code: Skip['code'], reason: string): Skip => ({ decision: 'skip', code, reason });

const paused: Rule = (situation) =>
  situation.paused ? skip('Paused', 'the schedules are paused: resume them, or start by hand') : null;

/** EventBridge may deliver one occurrence of a schedule twice. */
const alreadyRun: Rule = ({ request, execution, entries }) => {
  if (request.trigger !== 'schedule' || request.scheduledTime === null) return null;
  const due = normalized(request.scheduledTime);
  const { kind, id } = requestActor(request);
  const twin = entries.find(
    ({ event }) =>
      (event.type === 'registered' || event.type === 'skipped') &&
      event.actor.kind === kind &&
      event.actor.id === id &&
      event.at >= due &&
      event.execution !== execution,
  );
  return twin ? skip('AlreadyRun', `${id} of ${due} has run already: see entry ${twin.sequence}`) : null;
};

/**
 * Alarms start their own executions, so what is left for a schedule is an alarm whose execution had to be skipped, or
 * the volume of new outcomes, which the export counts.
 */
const withoutEvent: Rule = ({ request, triggers, entries }) => {
  if (triggers.require === 'any' || triggers.volume !== null || request.trigger !== 'schedule') return null;
  const since = entries.slice(entries.findLastIndex(({ event }) => event.type === 'registered') + 1);
  if (since.some(({ event }) => event.type === 'skipped' && event.actor.kind === 'alarm')) return null;
  return skip('NoEvent', 'the policy retrains on an event, and no alarm has asked for it since the last retraining');
};

const coolingDown: Rule = ({ request, triggers, entries, now }) => {
  if (!eventTriggers.includes(request.trigger)) return null;
  const last = lastRetraining(entries);
  if (last === null) return null;
  const over = secondsAfter(last, triggers.cooldownSeconds);
  if (now >= over) return null;
  return skip('CoolingDown', `the last retraining was at ${last}: no event starts another before ${over}`);
};

const budgetSpent: Rule = ({ request, triggers, entries, now }) => {
  if (!eventTriggers.includes(request.trigger)) return null;
  const { length: spent } = eventRetrainings({ entries, now });
  if (spent < triggers.monthlyBudget) return null;
  const reason = `events have started ${spent} retrainings in ${BUDGET_DAYS} days, the budget is ${triggers.monthlyBudget}`;
  return skip('BudgetSpent', reason);
};

/** When the newest retraining among the entries was; null without one. */
export function lastRetraining(entries: readonly PastEntry[]): string | null {
  return entries.findLast(({ event }) => event.type === 'registered')?.event.at ?? null;
}

/** When events have started the retrainings that count for the budget, oldest first. */
export function eventRetrainings({ entries, now }: Pick<TriggerSituation, 'entries' | 'now'>): string[] {
  const start = secondsAfter(now, -BUDGET_SECONDS);
  return entries
    .filter(({ event }) => event.type === 'registered' && event.actor.kind === 'alarm' && event.at > start)
    .map(({ event }) => event.at);
}

/** Which outcomes a training reads: those of the requested days, else as the definition says. */
export function trainingWindow(
  { sinceDays }: Pick<RetrainRequest, 'sinceDays'>,
  { window }: Pick<ModelDefinition, 'window'>,
  /** Highest model version first. */
  records: readonly VersionRecord[],
  now: Timestamp,
): OutcomeWindow {
  const daysBack = (days: number) => ({ from: secondsAfter(now, -days * DAY_SECONDS), to: now });
  if (sinceDays !== null) return daysBack(sinceDays);
  if ('days' in window) return daysBack(window.days);
  const last = records.find(({ lineage }) => lineage.window !== null)?.lineage.window;
  return last ? { from: last.to, to: now } : daysBack(LONGEST_WINDOW_DAYS);
}

/** Why there is a retraining, in one sentence. */
export function retrainReason({ trigger, schedule, alarm, reason }: RetrainRequest): string {
  if (reason !== null) return reason;
  if (trigger === 'schedule') return `the schedule ${schedule ?? 'without a name'} is due`;
  if (alarm !== null) return `the alarm ${alarm.name} asks for it`;
  return trigger === 'manual' ? 'somebody asked for it' : `the trigger ${trigger} asks for it`;
}

function normalized(time: string): Timestamp {
  return timestamp(milliseconds(time));
}
