import {
  decisionKinds,
  type ExaminedDecision,
  examineDecision,
  unrecordedEntries,
} from '../domain/decision-records/decision-kinds.ts';
import type { DecisionRecord } from '../domain/decision-records/decision-record.ts';
import { toldExecution } from '../domain/ledger/judged-champion.ts';
import type { LedgerEntry } from '../domain/ledger/ledger-entry.ts';
import { NotFound } from './cli-errors.ts';
import type { ModelConnection } from './model-connection.ts';
import { readLedger } from './read-ledger.ts';
import { shortName } from './text/names.ts';

export interface ExplainedExecution {
  readonly execution: string;
  /** In the order in which they were made. */
  readonly decisions: readonly ExaminedDecision[];
  /** Its entries in the ledger, and those about the champion that it made or restored, oldest first. */
  readonly entries: readonly LedgerEntry[];
  /** What does not fit, one sentence each. */
  readonly findings: readonly string[];
  /** Entries that tell of a decision of which there is no record. */
  readonly unrecorded: readonly number[];
}

/**
 * Everything that an execution decided, decided once more and compared with what is recorded; the newest execution, where
 * none is named. Throws `NotFound` for one that decided nothing, and `DecisionBroken`.
 */
export async function explainExecution(connection: ModelConnection, asked: string | null): Promise<ExplainedExecution> {
  const { modelName, decisions: recorded, store } = connection;
  const { entries: ledger } = await readLedger(connection);
  const execution = asked ?? newestExecution(ledger);
  if (execution === null) throw new NotFound(`no execution has decided anything about ${modelName} yet`);
  const entries = ledger.filter((entry) =>
    [entry.event.execution, toldExecution(ledger, entry)].some((arn) => isMeant(arn, execution)),
  );
  const records = (await recorded.list(modelName, shortName(execution))).filter(({ execution: { arn } }) =>
    isMeant(arn, execution),
  );
  if (entries.length === 0 && records.length === 0) {
    throw new NotFound(
      `${modelName} has no execution '${execution}' that decided anything: 'ratchet history --json' names those of the ledger`,
    );
  }
  const witnesses = { modelName, entries, ledger, store };
  const decisions = await Promise.all(inOrder(records).map((record) => examineDecision(record, witnesses)));
  const findings = [...decisions.flatMap((decision) => decision.findings), ...ledgerFindings(decisions)];
  return { execution, decisions, entries, findings, unrecorded: unrecordedEntries(records, entries) };
}

function newestExecution(ledger: readonly LedgerEntry[]): string | null {
  return ledger.findLast(({ event }) => event.execution !== null)?.event.execution ?? null;
}

/** By its ARN or by its name. */
function isMeant(arn: string | null, execution: string): boolean {
  return arn !== null && (arn === execution || shortName(arn) === execution);
}

/** By kind, as an execution comes to them; of one kind as they were written. */
function inOrder(records: readonly DecisionRecord[]): DecisionRecord[] {
  const names = Object.keys(decisionKinds);
  return records.toSorted((one, other) => names.indexOf(one.decision) - names.indexOf(other.decision));
}

/** A step that was tried again may have decided twice, and one of these is what the ledger tells of. */
function ledgerFindings(decisions: readonly ExaminedDecision[]): string[] {
  const found = decisions.flatMap(({ record, entryFinding }) => {
    const alike = decisions.filter((other) => other.record.decision === record.decision);
    const isTold = alike.some((other) => other.explanation !== null && other.entryFinding === null);
    return entryFinding === null || isTold ? [] : [entryFinding];
  });
  return [...new Set(found)];
}
