import { canonicalJson } from '../canonical-json.ts';
import {
  type DecisionKind,
  type DecisionWitnesses,
  type ExplainedRule,
  isReasonOf,
} from '../decision-records/decision-kind.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { requestActor } from '../steps/request-actor.ts';
import { eventRetrainings } from './retrain-trigger.ts';
import { isFromEvent, secondsSinceRetrain, triggerChanges } from './trigger-changes.ts';
import { decideTrigger, type TriggerQuestion, type TriggerVerdict, triggerQuestionSchema } from './trigger-question.ts';

/** Whether a request to train comes at the right time. */
export const triggerKind: DecisionKind<TriggerQuestion, TriggerVerdict> = {
  questionSchema: triggerQuestionSchema,
  decide: decideTrigger,
  explain: (question, verdict) => ({
    asked: askedText(question),
    rules: triggerRules(question),
    errorBudget: null,
    verdict: verdict.decision === 'skip' ? `skip (${verdict.code})` : verdict.decision,
    reason: verdict.reason,
    wouldChange: triggerChanges(question).map(({ text }) => text),
  }),
  tellsOf: (event) => event.type === 'skipped' && (event.code === 'NoEvent' || ownCodes.includes(event.code)),
  entryFinding,
  otherFindings,
};

function askedText({ request, now }: TriggerQuestion): string {
  const { kind, id } = requestActor(request);
  const by = kind === id ? kind : `${kind} ${id}`;
  return `whether to retrain at ${now}, with the trigger ${request.trigger}, as ${by} asks`;
}

function triggerRules(question: TriggerQuestion): ExplainedRule[] {
  const { request, paused, triggers } = question;
  if (request.trigger === 'manual') return [];
  const pause = rule('paused', Number(paused), 0, !paused);
  if (!isFromEvent(question)) return [pause];
  const { length: spent } = eventRetrainings(question);
  const passed = secondsSinceRetrain(question);
  const { cooldownSeconds, monthlyBudget } = triggers;
  return [
    pause,
    rule('seconds since the last retraining', passed, cooldownSeconds, passed === null || passed >= cooldownSeconds),
    rule('retrainings by events in a month', spent, monthlyBudget, spent < monthlyBudget),
  ];
}

function rule(metric: string, value: number | null, threshold: number, passed: boolean): ExplainedRule {
  return { metric, value, threshold, n: null, interval: null, passed };
}

/** Codes that nothing else gives a skip; the data gate has `NoEvent` as well. */
const ownCodes: readonly string[] = ['Paused', 'AlreadyRun', 'CoolingDown', 'BudgetSpent'];

function entryFinding(verdict: TriggerVerdict, entries: readonly LedgerEntry[]): string | null {
  const [entry] = entries.filter(({ event }) => event.type === 'skipped' || event.type === 'registered');
  if (entry === undefined) return null;
  const { event, sequence } = entry;
  if (verdict.decision === 'retrain') {
    const isOwn = event.type === 'skipped' && ownCodes.includes(event.code);
    return isOwn ? `the trigger decided retrain, entry ${sequence} says skipped (${event.code})` : null;
  }
  if (event.type === 'skipped' && event.code === verdict.code && isReasonOf(event.reason, verdict.reason)) return null;
  return `the trigger decided skip (${verdict.code}), entry ${sequence} says ${event.type}: ${event.reason}`;
}

/** Every earlier decision that the question names has to be in the ledger. */
async function otherFindings(
  { entries }: TriggerQuestion,
  _verdict: TriggerVerdict,
  { ledger }: DecisionWitnesses,
): Promise<string[]> {
  return entries.flatMap((named) => {
    const recorded = ledger[named.sequence - 1];
    const { type, at, actor, execution } = recorded?.event ?? {};
    if (canonicalJson(named) === canonicalJson({ sequence: recorded?.sequence, event: { type, at, actor, execution } }))
      return [];
    return [`the trigger was asked about an entry ${named.sequence} that the ledger does not have like this`];
  });
}
