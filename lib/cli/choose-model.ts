import type { DeployedModel } from '../aws/deployed-models.ts';
import { NotFound, WrongUsage } from './cli-errors.ts';
import type { Selection } from './model-connection.ts';

type Named = Pick<DeployedModel, 'modelName' | 'platformName'>;

/**
 * The one model that is meant. Throws `NotFound` when there is none, `WrongUsage` when there are several; both name what
 * there is.
 */
export function chooseModel<Model extends Named>(
  models: readonly Model[],
  { modelName, platformName }: Pick<Selection, 'modelName' | 'platformName'>,
  place: string,
): Model {
  if (models.length === 0) {
    throw new NotFound(
      `no model is deployed in ${place}: deploy one with 'cdk deploy', or name a kept run with --local DIR`,
    );
  }
  const fitting = models.filter(
    (model) =>
      (modelName === null || model.modelName === modelName) &&
      (platformName === null || model.platformName === platformName),
  );
  const [chosen, ...others] = fitting;
  if (chosen === undefined)
    throw new NotFound(`${wanted(modelName, platformName)} is not deployed in ${place}: there is ${list(models)}`);
  if (others.length === 0) return chosen;
  const flag = fitting.every((model) => model.modelName === chosen.modelName) ? '--platform' : '--model';
  throw new WrongUsage(`${flag} should say which is meant of ${list(fitting)}`);
}

function wanted(modelName: string | null, platformName: string | null): string {
  const model = modelName === null ? 'a model' : `the model '${modelName}'`;
  return platformName === null ? model : `${model} of the platform '${platformName}'`;
}

function list(models: readonly Named[]): string {
  return models.map(({ modelName, platformName }) => `'${modelName}' (platform '${platformName}')`).join(', ');
}
