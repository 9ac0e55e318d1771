import { canonicalJson } from '../canonical-json.ts';
import type { DecisionKind, DecisionWitnesses } from '../decision-records/decision-kind.ts';
import { judgedSince } from '../ledger/judged-champion.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { evidenceBudget } from './evidence-budget.ts';
import { ruleOf } from './evidence-rule.ts';
import { probationChanges, verdictWord } from './probation-changes.ts';
import { type ProbationQuestion, probationQuestionSchema } from './probation-question.ts';
import { type ProbationVerdict, probationVerdict } from './probation-verdict.ts';

/** Whether a champion keeps to its limits, in probation or after the rollback that restored it. */
export const probationKind: DecisionKind<ProbationQuestion, ProbationVerdict> = {
  questionSchema: probationQuestionSchema,
  decide: probationVerdict,
  explain: (question, verdict) => ({
    asked: `whether the champion keeps to its limits ${question.period}, with the traffic since ${question.since}`,
    rules: verdict.evidence.map(ruleOf),
    errorBudget: evidenceBudget(verdict.evidence),
    verdict: verdictWord(verdict),
    reason: verdict.reason,
    wouldChange: probationChanges(question).map(({ text }) => text),
  }),
  tellsOf: (event) => event.type === 'rolled-back' && event.cause === 'probation-verdict',
  // which entry tells of a look is known by the time since when the champion is judged, and not by its execution
  entryFinding: () => null,
  otherFindings,
};

/** A look is recorded after its entry, so there has to be one, and it has to say the same. */
async function otherFindings(
  { since }: ProbationQuestion,
  verdict: ProbationVerdict,
  { ledger }: DecisionWitnesses,
): Promise<string[]> {
  const told = ledger.find((entry) => judgedSince(ledger, entry) === since);
  if (told === undefined) return [`no entry tells how the champion does that has the traffic since ${since}`];
  if (agrees(told.event, verdict)) return [];
  const { event, sequence } = told;
  return [`the recorded look at the champion is not what entry ${sequence} says: ${event.type}: ${event.reason}`];
}

function agrees(event: LedgerEvent, verdict: ProbationVerdict): boolean {
  const { rollBack, reason, evidence } = verdict;
  if (canonicalJson(event.evidence) !== canonicalJson(evidence)) return false;
  if (event.type === 'rollback-watched') return event.healthy !== rollBack && event.reason === watchedReason(verdict);
  return event.type === 'rolled-back' && event.cause === 'probation-verdict' && rollBack && event.reason === reason;
}

/** Characters of a reason, as many as a ledger entry takes. */
const LONGEST_REASON = 1000;

/** What the ledger says of a champion that a rollback restored. */
export function watchedReason({ rollBack, reason }: Pick<ProbationVerdict, 'rollBack' | 'reason'>): string {
  const trouble = 'the trouble is not the model that was rolled back, or not it alone';
  return (rollBack ? `${trouble}: ${reason}` : reason).slice(0, LONGEST_REASON);
}
