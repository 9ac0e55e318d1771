import { isKeptRun } from '../local/kept-run.ts';
import { LocalRuntime } from '../local/local-runtime.ts';
import { NotFound } from './cli-errors.ts';
import { modelAdapters } from './model-adapters.ts';
import type { Connect, ModelConnection, Selection } from './model-connection.ts';
import { modelOfRun } from './model-of-run.ts';

const LONGEST_EXECUTION = 366 * 86_400_000;

/** A model in a kept run. Where a verb has started something, the run is kept again in the same folder. */
export function connectToKeptRun(folder: string): Connect {
  return async (selection, work) => {
    if (!isKeptRun(folder)) {
      throw new NotFound(
        `--local should name the folder of a kept run, got '${folder}': make one with 'npm start -- --keep DIR'`,
      );
    }
    const runtime = await LocalRuntime.reopen(folder);
    try {
      let changed = false;
      const value = await workOnRun(runtime, { ...selection, place: `kept run ${folder}` }, async (connection) => {
        const start: typeof connection.executions.start = (...execution) => {
          changed = true;
          return connection.executions.start(...execution);
        };
        return work({ ...connection, executions: { ...connection.executions, start } });
      });
      if (changed) await keepAgain(runtime, folder);
      return value;
    } finally {
      runtime.stop();
    }
  };
}

/** A model of a run in this process; everything happens in the run's own time. */
function workOnRun<Value>(
  runtime: LocalRuntime,
  selection: Pick<Selection, 'modelName' | 'platformName'> & { readonly place: string },
  work: (connection: ModelConnection) => Promise<Value>,
): Promise<Value> {
  const operator = runtime.operator();
  const { clock } = operator;
  return operator.perform(async () => {
    const { place } = selection;
    const { clients, model } = await modelOfRun(operator, selection, place);
    return work({ ...modelAdapters(clients, model), place, clock, goesOn: false, consoleLink: () => null });
  });
}

/** What the verb has set off elsewhere, such as a rollback by an alarm, ends first. */
async function keepAgain(runtime: LocalRuntime, folder: string): Promise<void> {
  const { states } = runtime.services;
  const isRunning = () =>
    states.listStateMachines().some(({ arn }) => states.listExecutions(arn, 'RUNNING').length > 0);
  await runtime.waitUntil(() => !isRunning(), LONGEST_EXECUTION);
  await runtime.keep(folder);
}
