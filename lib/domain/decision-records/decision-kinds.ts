import { canaryKind } from '../canary/canary-kind.ts';
import { probationKind } from '../canary/probation-kind.ts';
import { canonicalJson } from '../canonical-json.ts';
import { dataKind } from '../data-gate/data-kind.ts';
import { problemText } from '../errors.ts';
import { gateKind } from '../gate/gate-kind.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { problemsOf } from '../problems.ts';
import { driftKind } from '../triggers/drift-kind.ts';
import { triggerKind } from '../triggers/trigger-kind.ts';
import type { DecisionKind, DecisionWitnesses, Explanation } from './decision-kind.ts';
import { type AnsweredQuestion, type DecisionRecord, decisionRecord } from './decision-record.ts';

/** Every kind of decision that is recorded, in the order in which they are come to. */
export const decisionKinds = {
  drift: driftKind,
  trigger: triggerKind,
  'data-gate': dataKind,
  gate: gateKind,
  canary: canaryKind,
  probation: probationKind,
} as const;

export type DecisionName = keyof typeof decisionKinds;

type QuestionOf<Name extends DecisionName> = Parameters<(typeof decisionKinds)[Name]['decide']>[0];
type VerdictOf<Name extends DecisionName> = ReturnType<(typeof decisionKinds)[Name]['decide']>;

interface Answered<Name extends DecisionName> extends AnsweredQuestion {
  readonly question: QuestionOf<Name>;
  readonly verdict: VerdictOf<Name>;
}

/** The record of a decision of a known kind. */
export function recordOf<Name extends DecisionName>(name: Name, answered: Answered<Name>): DecisionRecord {
  return decisionRecord(name, answered);
}

/** A record that was looked into. */
export interface ExaminedDecision {
  readonly record: DecisionRecord;
  /** Null where nothing can be said of it. */
  readonly explanation: Explanation | null;
  /** What does not fit, one sentence each. */
  readonly findings: readonly string[];
  /** What the ledger says otherwise, unless another decision of its kind is what it tells of. */
  readonly entryFinding: string | null;
}

/** Decides once more by what is stored, and compares that with the recorded verdict and with all that is kept of it. */
export function examineDecision(record: DecisionRecord, witnesses: DecisionWitnesses): Promise<ExaminedDecision> {
  const { decision } = record;
  const kind = Object.hasOwn(kinds, decision) ? kinds[decision] : undefined;
  if (kind !== undefined) return examineBy(kind, record, witnesses);
  const finding = `the kind of decision '${decision}' is not known here: take a later ratchet`;
  return Promise.resolve(unexplained(record, finding));
}

/** Sequence numbers of entries that tell of a decision of which there is no record, oldest first. */
export function unrecordedEntries(
  records: readonly Pick<DecisionRecord, 'decision'>[],
  entries: readonly LedgerEntry[],
): number[] {
  const recorded = new Set(records.map(({ decision }) => decision));
  return entries.flatMap(({ event, sequence }) => {
    const told = Object.keys(kinds).filter((name) => kinds[name]?.tellsOf(event, entries));
    return told.length === 0 || told.some((name) => recorded.has(name)) ? [] : [sequence];
  });
}

const kinds: Readonly<Record<string, DecisionKind<unknown, unknown>>> = decisionKinds;

async function examineBy(
  kind: DecisionKind<unknown, unknown>,
  record: DecisionRecord,
  witnesses: DecisionWitnesses,
): Promise<ExaminedDecision> {
  const asked = kind.questionSchema.safeParse(record.question);
  if (!asked.success) {
    const problems = problemsOf(asked.error, record.question).map(problemText);
    return unexplained(record, `the question of the ${record.decision} cannot be read: ${problems.join('; ')}`);
  }
  const verdict = kind.decide(asked.data);
  const others = (await kind.otherFindings?.(asked.data, verdict, witnesses)) ?? [];
  const differing = differingMembers(record.verdict, verdict);
  const differs =
    differing.length === 0
      ? []
      : [
          `the verdict of the ${record.decision} does not follow from its question: ${differing.join(', ')} would be other`,
        ];
  return {
    record,
    explanation: kind.explain(asked.data, verdict),
    findings: [...differs, ...others],
    entryFinding: kind.entryFinding(verdict, witnesses.entries),
  };
}

/** Names of what is not the same; `all of it` where one of the two has no members. */
function differingMembers(recorded: DecisionRecord['verdict'], verdict: unknown): string[] {
  if (canonicalJson(recorded) === canonicalJson(verdict)) return [];
  const [one, other] = [membersOf(recorded), membersOf(verdict)];
  const names = [...new Set([...one.keys(), ...other.keys()])].toSorted();
  const differing = names.filter((name) => one.get(name) !== other.get(name));
  return differing.length === 0 ? ['all of it'] : differing;
}

function membersOf(value: unknown): Map<string, string> {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new Map(members.map(([name, member]) => [name, canonicalJson(member)]));
}

function unexplained(record: DecisionRecord, finding: string): ExaminedDecision {
  return { record, explanation: null, findings: [finding], entryFinding: null };
}
