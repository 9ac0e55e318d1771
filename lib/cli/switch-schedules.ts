import { milliseconds } from '../domain/time.ts';
import { exitCodes } from './exit-codes.ts';
import { followExecution } from './follow-execution.ts';
import { pauseIn } from './pause.ts';
import { readHead, readLedger } from './read-ledger.ts';
import { startExecution } from './start-execution.ts';
import { type SwitchedSchedules, switchedText } from './text/switched-text.ts';
import type { VerbContext, VerbResult } from './verb.ts';

const SECONDS_BETWEEN_LOOKS = 1;

/** Starts the execution of Retrain that pauses or resumes the schedules, and waits until that is done. */
export async function switchSchedules(
  { connection, user }: VerbContext,
  mode: 'pause' | 'resume',
  reason: string | null,
): Promise<VerbResult> {
  const { clock, retrainMachineArn } = connection;
  const head = await readHead(connection);
  const start = clock.now();
  const request = { mode, trigger: 'manual', actor: user, ...(reason !== null && { reason }) };
  const execution = await startExecution(connection, retrainMachineArn, head, request);
  const following = { after: head.sequence, seconds: SECONDS_BETWEEN_LOOKS, onEntry: () => {} };
  const { status, entries: newer } = await followExecution(connection, execution, following);
  const seconds = (milliseconds(clock.now()) - milliseconds(start)) / 1000;

  const own = newer.findLast(({ event }) => event.execution === execution)?.event;
  const success = status === 'SUCCEEDED';
  const pause = pauseIn((await readLedger(connection)).entries);
  const done: SwitchedSchedules = {
    success,
    changed: success && own !== undefined,
    paused: pause !== null,
    pause,
    timestamp: own?.at ?? clock.now(),
    reason: own?.reason ?? (success ? 'they were so already' : `the execution ended as ${status}`),
    execution,
    seconds,
  };
  return {
    json: done,
    text: (terminal) => switchedText(terminal, mode, done),
    exitCode: success ? exitCodes.done : exitCodes.refused,
  };
}
