import { canonicalJson } from '../canonical-json.ts';
import { type DecisionKind, type ExplainedRule, isReasonOf } from '../decision-records/decision-kind.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { shareText } from '../share-text.ts';
import { canaryChanges } from './canary-changes.ts';
import { type CanaryQuestion, canaryQuestionSchema } from './canary-question.ts';
import { type CanaryVerdict, canaryVerdict } from './canary-verdict.ts';
import { evidenceBudget } from './evidence-budget.ts';

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
  entryFinding,
};

function ruleOf({ metric, value, threshold, n, interval }: CanaryVerdict['evidence'][number]): ExplainedRule {
  const known = value !== null && threshold !== null;
  const passed = !known ? null : metric.startsWith('evidence for') ? value >= threshold : value <= threshold;
  return { metric, value, threshold, n, interval, passed };
}

/** A promotion, and a rollback by verdict, were decided by one of the looks that are recorded. */
function entryFinding({ decision, reason, evidence }: CanaryVerdict, entries: readonly LedgerEntry[]): string | null {
  const told = entries.find(
    ({ event }) =>
      event.type === 'promoted' ||
      (event.type === 'rolled-back' && (event.cause === 'canary-verdict' || event.cause === 'no-evidence')),
  );
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
