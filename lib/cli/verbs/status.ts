import { aliasFinding } from '../../domain/evidence/alias-finding.ts';
import { executionRecords } from '../../domain/ledger/execution-record.ts';
import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import { entryAnswer, modelAnswer } from '../../domain/ledger/model-answers.ts';
import type { AliasState } from '../../domain/ports/live-alias.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { followExecution } from '../follow-execution.ts';
import type { ModelConnection } from '../model-connection.ts';
import { pauseIn } from '../pause.ts';
import { readLedger } from '../read-ledger.ts';
import { entryText } from '../text/entry-text.ts';
import { statusText } from '../text/status-text.ts';
import type { Verb, VerbContext, VerbResult } from '../verb.ts';

const SECONDS_BETWEEN_LOOKS = 5;

/** What is live, what is going on, and the newest decision; with `--follow` once nothing goes on any more. */
export const status: Verb<'status'> = (flags) => {
  const follows = flags.has('--follow');
  return async (context) => {
    const exitCode = follows ? await followRunning(context) : exitCodes.done;
    return statusResult(context.connection, exitCode);
  };
};

async function statusResult(connection: ModelConnection, exitCode: ExitCode): Promise<VerbResult> {
  const { modelName, records, alias, functionName, clock } = connection;
  const [{ head, entries }, registered, found, running] = await Promise.all([
    readLedger(connection),
    records.list(modelName),
    alias.read(functionName),
    connection.running(),
  ]);
  const model = modelAnswer(head, clock.now());
  const pause = pauseIn(entries);
  const shown = { model, head, running, pause, aliasFinding: aliasFinding(found, head) };
  const executions = executionRecords(entries, { modelName, records: registered, running });
  return {
    json: {
      ...model,
      pause,
      alias: aliasAnswer(found, head),
      lastDecision: entryAnswer(head),
      execution: executions.at(-1) ?? null,
    },
    text: (terminal) => statusText(terminal, connection, shown),
    exitCode,
  };
}

function aliasAnswer(found: AliasState | null, head: LedgerEntry) {
  const finding = aliasFinding(found, head);
  return { functionVersion: found?.functionVersion ?? null, canary: found?.canary ?? null, finding };
}

/** Waits for what runs now, and says by the exit code whether all of it succeeded. */
async function followRunning({ connection, say }: VerbContext): Promise<ExitCode> {
  const { head } = await readLedger(connection);
  let after = head.sequence;
  let exitCode: ExitCode = exitCodes.done;
  for (const { arn } of await connection.running()) {
    const followed = await followExecution(connection, arn, {
      after,
      seconds: SECONDS_BETWEEN_LOOKS,
      onEntry: (entry) => say((terminal) => `${entryText(terminal, entry)}\n`),
    });
    after += followed.entries.length;
    if (followed.status !== 'SUCCEEDED') exitCode = exitCodes.refused;
  }
  return exitCode;
}
