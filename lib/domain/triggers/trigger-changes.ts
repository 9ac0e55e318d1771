import { type Change, verifiedChanges } from '../decision-records/decision-kind.ts';
import { milliseconds, secondsAfter } from '../time.ts';
import { BUDGET_SECONDS, eventRetrainings, eventTriggers, lastRetraining } from './retrain-trigger.ts';
import { decideTrigger, type TriggerQuestion } from './trigger-question.ts';

type TriggerChange = Change<TriggerQuestion>;

/** What would have made a skip a retrain, or a retrain a skip; nothing keeps a person from a retrain. */
export function triggerChanges(question: TriggerQuestion): TriggerChange[] {
  const decision = decideTrigger(question).decision;
  const proposed = decision === 'skip' ? retrains(question) : skips(question);
  return verifiedChanges(question, proposed, { decide: decideTrigger, word: (verdict) => verdict.decision });
}

function retrains(question: TriggerQuestion): TriggerChange[] {
  const { request, triggers, entries } = question;
  const last = lastRetraining(entries);
  const over = last === null ? [] : [secondsAfter(last, triggers.cooldownSeconds)];
  const { length: spent } = eventRetrainings(question);
  const starts = [...over, ...budgetReturns(question)];
  return [
    { text: 'schedules that are not paused', question: { ...question, paused: false } },
    ...starts.map((now) => ({ text: `the same request from ${now} on`, question: { ...question, now } })),
    {
      text: `a monthly budget of ${spent + 1}`,
      question: { ...question, triggers: { ...triggers, monthlyBudget: spent + 1 } },
    },
    { text: "triggers.require 'any'", question: { ...question, triggers: { ...triggers, require: 'any' } } },
    { text: 'a start by hand', question: { ...question, request: { ...request, trigger: 'manual' } } },
  ];
}

function skips(question: TriggerQuestion): TriggerChange[] {
  const { triggers } = question;
  const { length: spent } = eventRetrainings(question);
  const passed = secondsSinceRetrain(question);
  return [
    { text: 'schedules that are paused', question: { ...question, paused: true } },
    ...(passed === null ? [] : [longerCooldown(question, Math.floor(passed) + 1)]),
    {
      text: `a monthly budget of ${spent}`,
      question: { ...question, triggers: { ...triggers, monthlyBudget: spent } },
    },
  ];
}

function longerCooldown(question: TriggerQuestion, cooldownSeconds: number): TriggerChange {
  const triggers = { ...question.triggers, cooldownSeconds };
  return { text: `a cooldown of ${cooldownSeconds} s`, question: { ...question, triggers } };
}

/** When as many retrainings have left the month that the budget allows for another. */
function budgetReturns({ triggers, entries, now }: TriggerQuestion): string[] {
  const times = eventRetrainings({ entries, now });
  const leaving = times[times.length - triggers.monthlyBudget];
  return leaving === undefined ? [] : [secondsAfter(leaving, BUDGET_SECONDS)];
}

/** Null without a retraining among the entries. */
export function secondsSinceRetrain({ entries, now }: Pick<TriggerQuestion, 'entries' | 'now'>): number | null {
  const last = lastRetraining(entries);
  return last === null ? null : (milliseconds(now) - milliseconds(last)) / 1000;
}

export function isFromEvent({ request }: Pick<TriggerQuestion, 'request'>): boolean {
  return eventTriggers.includes(request.trigger);
}
