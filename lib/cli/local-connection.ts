import { findDeployedModels } from '../aws/deployed-models.ts';
import { localOperatorClients } from '../aws/operator-clients.ts';
import { LOCAL_REGION } from '../local/aws-error.ts';
import { serviceUrl } from '../local/endpoints/service-directory.ts';
import { isKeptRun } from '../local/kept-run.ts';
import { LocalRuntime } from '../local/local-runtime.ts';
import { chooseModel } from './choose-model.ts';
import { NotFound } from './cli-errors.ts';
import { modelAdapters } from './model-adapters.ts';
import type { Connect, ModelConnection, Selection } from './model-connection.ts';

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
  const { agent, clock, perform } = runtime.operator();
  const clients = localOperatorClients({ region: LOCAL_REGION, agent, url: serviceUrl });
  return perform(async () => {
    const { place } = selection;
    const model = chooseModel(await findDeployedModels(clients), selection, place);
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
