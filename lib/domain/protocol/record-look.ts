import type { ProbationQuestion } from '../canary/probation-question.ts';
import type { ProbationVerdict } from '../canary/probation-verdict.ts';
import { recordOf } from '../decision-records/decision-kinds.ts';
import { givingExecution } from '../ledger/judged-champion.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { readAll } from '../ledger/ledger-pages.ts';
import type { DecisionRecords } from '../ports/decision-records.ts';

/** A look at a champion that has led to an entry. */
export interface DecidedLook {
  readonly question: ProbationQuestion;
  readonly verdict: ProbationVerdict;
  /** What came of it. */
  readonly entry: LedgerEntry;
}

export interface LookPorts {
  readonly ledger: Ledger;
  readonly decisions: Pick<DecisionRecords, 'write'>;
}

/** Writes the look under the execution that gave the champion its traffic. Throws `LedgerBroken`, `DecisionConflict`. */
export async function recordLook(
  { ledger, decisions }: LookPorts,
  { question, verdict, entry }: DecidedLook,
): Promise<void> {
  const { modelName } = entry;
  const execution = givingExecution(await readAll(ledger, modelName, entry), question.since);
  if (execution === null) throw new Error(`the ledger should have an entry of ${question.since}, got none`);
  const at = question.minutes.at(-1)?.minute ?? question.since;
  await decisions.write(recordOf('probation', { modelName, execution, at, question, verdict }));
}
