import { readComparison } from '../artifacts/comparison-door.ts';
import { validationHash } from '../artifacts/validation-hash.ts';
import { canonicalJson } from '../canonical-json.ts';
import {
  type DecisionKind,
  type DecisionWitnesses,
  type ErrorBudget,
  type ExplainedRule,
  isReasonOf,
} from '../decision-records/decision-kind.ts';
import { found } from '../evidence/check.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { gateChanges } from './gate-changes.ts';
import { askGate, type GateQuestion, type GateVerdict, gateQuestionSchema, gateVerdict } from './gate-question.ts';

/** Whether the candidate may replace the champion. */
export const gateKind: DecisionKind<GateQuestion, GateVerdict> = {
  questionSchema: gateQuestionSchema,
  decide: askGate,
  explain: (question, verdict) => ({
    asked: `whether the candidate may replace the champion, by ${question.candidate.rows} rows that both have scored, after the trigger ${question.trigger}`,
    rules: gateRules(verdict),
    errorBudget: gateBudget(question),
    verdict: `${verdict.verdict} (${verdict.code})`,
    reason: verdict.reason,
    wouldChange: gateChanges(question).map(({ text }) => text),
  }),
  tellsOf: ({ type }) => type === 'registered',
  entryFinding,
  otherFindings,
};

function gateRules({ rules, guardrails }: GateVerdict): ExplainedRule[] {
  return [
    ...rules.map(({ metric, value, threshold, n, interval, severity, passed }) => ({
      metric,
      value,
      threshold,
      n,
      interval,
      passed: severity === 'soft' && passed === false ? null : passed,
    })),
    ...guardrails.map(({ metric, delta, margin, n, interval, slice, passed }) => ({
      metric: `guardrail ${metric}${slice === null ? '' : ` of ${JSON.stringify(slice)}`}`,
      value: delta,
      threshold: 0 - margin,
      n,
      interval,
      passed,
    })),
  ];
}

/**
 * Of this comparison alone, which looks once and spends all there is. Retrains share most rows of their holdouts, so
 * their errors are not independent of each other, and nothing limits the chance of one among several comparisons.
 */
function gateBudget({ confidence, evidence }: GateQuestion): ErrorBudget | null {
  if (confidence === null || evidence === null) return null;
  const alpha = Number(((1 - confidence) / 2).toPrecision(12));
  return { alpha, spent: alpha };
}

function entryFinding({ verdict, reason, rules }: GateVerdict, entries: readonly LedgerEntry[]): string | null {
  const registered = entries.flatMap(({ event, sequence }) =>
    event.type === 'registered' ? [{ ...event, sequence }] : [],
  );
  const [first] = registered;
  if (first === undefined) return null;
  const told = rules
    .slice(0, MOST_EVIDENCE)
    .map(({ metric, value, threshold, n, interval }) => ({ metric, value, threshold, n, interval }));
  const agrees = registered.some(
    ({ evidence, ...event }) =>
      event.verdict === verdict &&
      isReasonOf(event.reason, reason) &&
      canonicalJson(evidence.slice(0, told.length)) === canonicalJson(told),
  );
  if (agrees) return null;
  return `the gate decided ${verdict}: ${reason}; entry ${first.sequence} has ${first.verdict}: ${first.reason}, or other numbers`;
}

/** As many as a ledger entry takes. */
const MOST_EVIDENCE = 50;

/** The stored comparison has to be the same decision about the same numbers. */
async function otherFindings(
  question: GateQuestion,
  verdict: GateVerdict,
  { modelName, store }: DecisionWitnesses,
): Promise<string[]> {
  const { key } = question.comparison;
  const findings: string[] = [];
  const comparison = await found(findings, () => readComparison(store, question.comparison));
  if (comparison === undefined) return findings;
  const { candidate, champion, slices, snapshotSha256 } = comparison;
  const [asked, stored] = [
    { ...verdict, candidate: question.candidate, champion: question.champion, slices: question.evidence?.slices ?? [] },
    { ...gateVerdict(comparison), candidate, champion, slices },
  ];
  if (canonicalJson(asked) !== canonicalJson(stored)) findings.push(`${key} has another decision or other numbers`);
  const hash = validationHash({ modelName, metrics: candidate, snapshotSha256 });
  if (comparison.validationHash !== hash)
    findings.push(`${key} should have the validation hash ${hash}, got ${comparison.validationHash}`);
  return findings;
}
