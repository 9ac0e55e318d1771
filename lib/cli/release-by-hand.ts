import type { JsonValue } from '../domain/canonical-json.ts';
import { type ExecutionRecord, executionRecords } from '../domain/ledger/execution-record.ts';
import { liveAt } from '../domain/ledger/live-at.ts';
import { entryAnswer } from '../domain/ledger/model-answers.ts';
import { milliseconds } from '../domain/time.ts';
import { exitCodes } from './exit-codes.ts';
import { followExecution } from './follow-execution.ts';
import type { ModelConnection } from './model-connection.ts';
import { readHead, readLedger } from './read-ledger.ts';
import { startExecution } from './start-execution.ts';
import { paragraph } from './terminal/paragraph.ts';
import { entryText } from './text/entry-text.ts';
import { endedText, type ReleaseByHand, startedText } from './text/release-text.ts';
import type { VerbContext, VerbResult } from './verb.ts';

/** How often to look, in seconds; a kept run has no other time than the one that passes meanwhile. */
const SECONDS_BETWEEN_LOOKS = 5;
const SECONDS_IN_KEPT_RUN = 60;

/** Starts Retrain, and waits until it has ended when that is wanted, or when it would not go on otherwise. */
export async function releaseByHand(
  context: VerbContext,
  request: Readonly<Record<string, JsonValue>>,
  follows: boolean,
): Promise<VerbResult> {
  const { connection, user } = context;
  const { modelName, retrainMachineArn, consoleLink } = connection;
  const head = await readHead(connection);
  const execution = await startExecution(connection, retrainMachineArn, head, {
    ...request,
    trigger: 'manual',
    actor: user,
  });
  const started: ReleaseByHand = { model: modelName, execution, console: consoleLink(execution), status: 'RUNNING' };
  if (!follows && connection.goesOn) return { json: started, text: (terminal) => startedText(terminal, started) };
  return waited(context, started, head.sequence);
}

async function waited({ connection, say }: VerbContext, started: ReleaseByHand, after: number): Promise<VerbResult> {
  const { clock, goesOn } = connection;
  say((terminal) => `${startedText(terminal, started)}\n`);
  if (!goesOn) say((terminal) => `${terminal.paint('dim', paragraph(terminal, NO_TRAFFIC))}\n`);
  const start = clock.now();
  const { status, entries } = await followExecution(connection, started.execution, {
    after,
    seconds: goesOn ? SECONDS_BETWEEN_LOOKS : SECONDS_IN_KEPT_RUN,
    onEntry: (entry) => say((terminal) => `${entryText(terminal, entry)}\n`),
  });
  const seconds = (milliseconds(clock.now()) - milliseconds(start)) / 1000;
  const { head, record } = await recordOf(connection, started.execution);
  const live = liveAt(head);
  return {
    json: { ...started, status, seconds, record, live, entries: entries.map(entryAnswer) },
    text: (terminal) => endedText(terminal, { status, seconds, record, live }),
    exitCode: status === 'SUCCEEDED' ? exitCodes.done : exitCodes.refused,
  };
}

const NO_TRAFFIC =
  'time passes until it has ended; nobody sends requests in a kept run, so a canary may be held and rolled back for want of evidence';

async function recordOf(connection: ModelConnection, execution: string) {
  const { modelName, records } = connection;
  const [{ head, entries }, registered] = await Promise.all([readLedger(connection), records.list(modelName)]);
  const all = executionRecords(entries, { modelName, records: registered, running: [] });
  const record: ExecutionRecord | undefined = all.find(({ job_id }) => execution.endsWith(`:${job_id}`));
  return { head, record: record ?? null };
}
