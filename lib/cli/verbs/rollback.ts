import type { JsonValue } from '../../domain/canonical-json.ts';
import { liveAt } from '../../domain/ledger/live-at.ts';
import { milliseconds } from '../../domain/time.ts';
import { WrongUsage } from '../cli-errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { followExecution } from '../follow-execution.ts';
import type { ModelConnection } from '../model-connection.ts';
import { readHead } from '../read-ledger.ts';
import { startExecution } from '../start-execution.ts';
import { type RolledBack, rollbackText } from '../text/rollback-text.ts';
import type { Verb } from '../verb.ts';
import { reasonFlag, timeFlag, type VerbFlags, versionFlag } from '../verb-flags.ts';

const SECONDS_BETWEEN_LOOKS = 1;

/** Gives all traffic to an earlier model version, and waits until that is done. */
export const rollback: Verb<'rollback'> = (flags) => {
  const request = readRequest(flags);
  return async ({ connection, user }) => {
    const done = await rollBack(connection, { ...request, actor: user });
    return {
      json: done,
      text: (terminal) => rollbackText(terminal, done),
      exitCode: done.success ? exitCodes.done : exitCodes.refused,
    };
  };
};

function readRequest(flags: VerbFlags<'--version' | '--at' | '--reason'>): Record<string, JsonValue> {
  const [modelVersion, at, reason] = [versionFlag(flags), timeFlag(flags), reasonFlag(flags)];
  if (modelVersion !== null && at !== null) {
    throw new WrongUsage('--version and --at should not be given together: say a version or a time');
  }
  return { reason, ...(modelVersion !== null && { modelVersion }), ...(at !== null && { at }) };
}

async function rollBack(
  connection: ModelConnection,
  request: Readonly<Record<string, JsonValue>>,
): Promise<RolledBack> {
  const { clock, rollbackMachineArn } = connection;
  const head = await readHead(connection);
  const start = clock.now();
  const execution = await startExecution(connection, rollbackMachineArn, head, request);
  const following = { after: head.sequence, seconds: SECONDS_BETWEEN_LOOKS, onEntry: () => {} };
  const { status, entries } = await followExecution(connection, execution, following);
  const end = clock.now();

  const own = entries.findLast(({ event }) => event.execution === execution)?.event;
  const live = liveAt(entries.at(-1) ?? head);
  const success = status === 'SUCCEEDED';
  return {
    success,
    restored_from: success ? (live?.modelVersion ?? null) : null,
    timestamp: own?.at ?? end,
    reason: own?.reason ?? (success ? 'somebody else has rolled back just now' : `the execution ended as ${status}`),
    execution,
    seconds: (milliseconds(end) - milliseconds(start)) / 1000,
    live,
  };
}
