import { findDeployedModels } from '../aws/deployed-models.ts';
import { localOperatorClients } from '../aws/operator-clients.ts';
import { LOCAL_REGION } from '../local/aws-error.ts';
import { serviceUrl } from '../local/endpoints/service-directory.ts';
import type { LocalOperator } from '../local/local-operator.ts';
import { chooseModel } from './choose-model.ts';
import type { Selection } from './model-connection.ts';

/**
 * A model of a run in this process, and the clients that reach it; to be called, as the clients are to be used, while
 * the operator performs. Throws what `chooseModel` throws.
 */
export async function modelOfRun(
  { agent }: Pick<LocalOperator, 'agent'>,
  selection: Pick<Selection, 'modelName' | 'platformName'>,
  place: string,
) {
  const clients = localOperatorClients({ region: LOCAL_REGION, agent, url: serviceUrl });
  return { clients, model: chooseModel(await findDeployedModels(clients), selection, place) };
}
