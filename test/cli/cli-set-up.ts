import type { CliIo } from '../../lib/cli/cli-io.ts';
import type { ModelConnection } from '../../lib/cli/model-connection.ts';
import { runCli } from '../../lib/cli/ratchet-cli.ts';
import type { JsonValue } from '../../lib/domain/canonical-json.ts';
import { RatchetError } from '../../lib/domain/errors.ts';
import type { Execution } from '../../lib/domain/steps/execution.ts';
import { rollbackRequestSchema } from '../../lib/domain/steps/rollback-request.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import { inMemoryDecisionRecords } from '../in-memory/in-memory-decision-records.ts';
import { FUNCTION, type InMemoryRelease, RETRAIN_MACHINE } from '../in-memory/in-memory-release.ts';
import { inMemorySentNotices } from '../in-memory/in-memory-sent-notices.ts';
import { stop } from '../in-memory/release-flow.ts';

const ROLLBACK_MACHINE = RETRAIN_MACHINE.replace('-retrain', '-rollback');

/** What an execution of Retrain does in a test, given its input; what it throws makes it fail. */
export type RetrainScript = (execution: Execution, input: JsonValue) => Promise<unknown>;

/** A connection to a model in memory. Its Rollback machine has the real step, Retrain does what the test says. */
export function connectionTo(
  release: InMemoryRelease,
  { retrain = async () => {}, goesOn = true }: { retrain?: RetrainScript; goesOn?: boolean } = {},
): ModelConnection {
  const { clock, executions } = release;
  const run = async (machine: string, execution: Execution, input: JsonValue): Promise<void> => {
    const work = machine === ROLLBACK_MACHINE ? rollBack(release, execution, input) : retrain(execution, input);
    try {
      await work;
      stop(release, execution.arn, 'SUCCEEDED');
    } catch (error) {
      if (!(error instanceof RatchetError)) throw error;
      stop(release, execution.arn, 'FAILED');
    }
  };
  return {
    ...release,
    modelName: MODEL,
    platformName: 'ratchet',
    place: 'AWS eu-west-1',
    functionName: FUNCTION,
    decisions: inMemoryDecisionRecords(),
    notices: inMemorySentNotices(),
    executions: {
      ...executions,
      async start(machine, name, input) {
        const arn = await executions.start(machine, name, input);
        await run(machine, { arn, name, startedAt: clock.now() }, input);
        return arn;
      },
    },
    retrainMachineArn: RETRAIN_MACHINE,
    rollbackMachineArn: ROLLBACK_MACHINE,
    running: async () => running(release),
    goesOn,
    consoleLink: (arn) => (goesOn ? `https://console.example/${arn}` : null),
  };
}

function rollBack({ rivals }: InMemoryRelease, execution: Execution, input: JsonValue) {
  return rivals.rollBack({ execution, request: rollbackRequestSchema.parse(input) });
}

function running({ executions, clock }: InMemoryRelease) {
  const started = [...executions.started].filter(([, { status }]) => status === 'RUNNING');
  return started.map(([arn]) => ({ arn, startedAt: clock.now() }));
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Io = Partial<Pick<CliIo, 'environment' | 'demo' | 'connect'>> & { columns?: number; isTTY?: boolean };

/** Runs `ratchet` with these words and keeps what it prints. */
export async function ratchetWith(words: readonly string[], { columns, isTTY, ...io }: Io = {}): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[stream] += text;
    },
    columns,
    isTTY,
  });
  const environment = { USER: 'ada' };
  const exitCode = await runCli(words, { environment, stdout: into('stdout'), stderr: into('stderr'), ...io });
  return { exitCode, ...printed };
}

/** The same on a connection. */
export function ratchet(words: readonly string[], connection: ModelConnection, io: Io = {}): Promise<Ended> {
  return ratchetWith(words, { connect: async (_selection, work) => work(connection), ...io });
}

/** What was printed with `--json`: one document, and nothing else. */
export async function ratchetJson(words: readonly string[], connection: ModelConnection) {
  const { stdout, stderr, exitCode } = await ratchet([...words, '--json'], connection);
  if (stderr !== '') throw new Error(`nothing should go to stderr, got ${stderr}`);
  return { exitCode, json: JSON.parse(stdout) };
}
