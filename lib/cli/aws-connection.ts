import { findDeployedModels } from '../aws/deployed-models.ts';
import { awsOperatorClients, type OperatorClients } from '../aws/operator-clients.ts';
import { systemClock } from '../aws/system-clock.ts';
import { chooseModel } from './choose-model.ts';
import { modelAdapters } from './model-adapters.ts';
import type { Connect } from './model-connection.ts';

/** A model in the account and region of the clients. @default those of the default credential chain */
export function connectToAws(createClients: () => OperatorClients = awsOperatorClients): Connect {
  return async (selection, work) => {
    const clients = createClients();
    const region = await clients.stepFunctions.config.region();
    const place = `AWS ${region}`;
    const model = chooseModel(await knownModels(clients, selection.modelName), selection, place);
    return work({
      ...modelAdapters(clients, model),
      place,
      clock: systemClock,
      goesOn: true,
      consoleLink: (executionArn) => consoleLink(region, executionArn),
    });
  };
}

/** Those of that name; where there are none, all, so that it can be said what there is. */
async function knownModels(clients: OperatorClients, modelName: string | null) {
  const named = modelName === null ? [] : await findDeployedModels(clients, modelName);
  return named.length > 0 ? named : findDeployedModels(clients);
}

function consoleLink(region: string, executionArn: string): string {
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${executionArn}`;
}
