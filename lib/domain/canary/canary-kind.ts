import { canonicalJson } from '../canonical-json.ts';
import { type DecisionKind, isReasonOf } from '../decision-records/decision-kind.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { shareText } from '../share-text.ts';
import { canaryChanges } from './canary-changes.ts';
import { type CanaryQuestion, canaryQuestionSchema } from './canary-question.ts';
import { type CanaryVerdict, canaryVerdict } from './canary-verdict.ts';
import { evidenceBudget } from './evidence-budget.ts';
import { ruleOf } from './evidence-rule.ts';

/** Whether a canary gets more traffic, or gives back what it has. */
export const canaryKind: DecisionKind<CanaryQuestion, CanaryVerdict> = {
  questionSchema: canaryQuestionSchema,
  decide: canaryVerdict,
  explain: (question, verdict) => ({
    asked: `what the canary with ${shareText(question.progress.weight)} of the traffic shows, ${question.progress.elapsedSeconds} seconds after the shift`,
    rules: verdict.evidence.filter(({ threshold }) => threshold !== null).map(ruleOf),
    errorBudget: evidenceBudget(verdict.evidence),
    verdict: verdict.decision,
    reason: verdict.reason,
    wouldChange: canaryChanges(question).map(({ text }) => text),
  }),
  tellsOf: (event, entries) => isOfLook(event) && !isReleasedAtOnce(entries),
  entryFinding,
};

/** An alarm, a failure and newer code end a canary without a look at its counts. */
function isOfLook(event: LedgerEvent): boolean {
  if (event.type === 'rolled-back') return event.cause === 'canary-verdict' || event.cause === 'no-evidence';
  return event.type === 'promoted';
}

/** What is released without a canary rests on its smoke test. */
function isReleasedAtOnce(entries: readonly LedgerEntry[]): boolean {
  return entries.some(({ event }) => event.type === 'lease-acquired' && event.plan === 'immediate');
}

/** A promotion, and a rollback by verdict, were decided by one of the looks that are recorded. */
function entryFinding({ decision, reason, evidence }: CanaryVerdict, entries: readonly LedgerEntry[]): string | null {
  const told = entries.find(({ event }) => isOfLook(event));
  if (told === undefined) return null;
  const { event, sequence } = told;
  const agrees =
    decision === (event.type === 'promoted' ? 'promote' : 'roll-back') &&
    isReasonOf(event.reason, reason) &&
    canonicalJson(event.evidence) === canonicalJson(evidence);
  return agrees
    ? null
    : `no recorded look at the canary decides what entry ${sequence} says: ${event.type}: ${event.reason}`;
}
