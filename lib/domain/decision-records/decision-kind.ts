import type { z } from 'zod';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';

/** One rule that a decision asked, and what it came to. */
export interface ExplainedRule {
  readonly metric: string;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly n: number | null;
  readonly interval: readonly [number, number] | null;
  /** Null is a warning, or no evidence either way. */
  readonly passed: boolean | null;
}

/** Chances of an error that a decision may take. */
export interface ErrorBudget {
  /** One-sided, over all looks at the same question. */
  readonly alpha: number;
  /** What this look and those before it have used. */
  readonly spent: number;
}

/** Another question that would have had another verdict, and how it differs. */
export interface Change<Question> {
  readonly text: string;
  readonly question: Question;
}

/** What a decision says about itself. */
export interface Explanation {
  /** One sentence. */
  readonly asked: string;
  readonly rules: readonly ExplainedRule[];
  /** Null where chance plays no part. */
  readonly errorBudget: ErrorBudget | null;
  /** The verdict in a word or two. */
  readonly verdict: string;
  /** One sentence. */
  readonly reason: string;
  /** What would have changed the verdict; empty where no single number would. */
  readonly wouldChange: readonly string[];
}

/** Where a record may be contradicted. */
export interface DecisionWitnesses {
  readonly modelName: string;
  /** Entries of the execution, oldest first. */
  readonly entries: readonly LedgerEntry[];
  /** The whole ledger, oldest entry first. */
  readonly ledger: readonly LedgerEntry[];
  readonly store: Pick<ArtifactStore, 'read'>;
}

/** One kind of decision: a question in JSON, a pure answer, and what can be said of both. */
export interface DecisionKind<Question, Verdict> {
  readonly questionSchema: z.ZodType<Question>;
  decide(question: Question): Verdict;
  explain(question: Question, verdict: Verdict): Explanation;
  /** Whether an entry says what such a decision was, so that there has to be a record of one. */
  tellsOf(event: LedgerEvent, entries: readonly LedgerEntry[]): boolean;
  /** What the entries of the execution say otherwise; null where they agree, or say nothing. */
  entryFinding(verdict: Verdict, entries: readonly LedgerEntry[]): string | null;
  /** What is kept elsewhere says otherwise, one sentence each. @default nothing is kept elsewhere */
  otherFindings?(question: Question, verdict: Verdict, witnesses: DecisionWitnesses): Promise<string[]>;
}

/** Changes that really lead to another verdict, each checked by deciding once more. */
export function verifiedChanges<Question, Verdict>(
  question: Question,
  proposed: readonly Change<Question>[],
  { decide, word }: { readonly decide: (question: Question) => Verdict; readonly word: (verdict: Verdict) => string },
): Change<Question>[] {
  const now = word(decide(question));
  return proposed.filter((change) => word(decide(change.question)) !== now);
}

/** Whether a reason in the ledger is the one that was given; the ledger may have cut it off, or have added warnings. */
export function isReasonOf(recorded: string, given: string): boolean {
  const told = given.trim().toWellFormed();
  return recorded.startsWith(told) || (recorded.endsWith('…') && told.startsWith(recorded.slice(0, -1)));
}

/** A value to six significant digits. */
export function valueText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
