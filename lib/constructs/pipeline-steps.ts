import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ModelDefinition } from '../domain/definition/model-definition.ts';
import { type EnvironmentVariable, pickEnvironment, type StepName } from '../domain/steps/environment.ts';
import { acknowledgeWildcards } from './access/acknowledged-wildcards.ts';
import type { Grant, ReleaseResources, StoreResources } from './access/grants.ts';
import { ownTrainerGrants, predictGrants, stepGrants } from './access/step-permissions.ts';
import { constructId } from './construct-id.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { stepSettings } from './step-settings.ts';

/** All steps of a model but `predict`, which the others act on. */
export type PipelineSteps = Readonly<Record<keyof typeof stepSettings, PipelineFunction>>;

export type ModelEnvironment = Readonly<Record<Exclude<EnvironmentVariable, 'NOTIFICATION_TOPIC_ARN'>, string>>;

/** Serves requests. Its published versions and its role outlive the stack: they may be all that still answers. */
export function predictFunction(
  scope: Construct,
  definition: ModelDefinition,
  environment: Pick<
    ModelEnvironment,
    'MODEL_NAME' | 'ARTIFACT_BUCKET_NAME' | 'PREDICTIONS_TABLE_NAME' | 'PREDICTION_DAYS' | 'SLOW_ANSWER_MILLISECONDS'
  >,
  resources: StoreResources,
): PipelineFunction<'predict'> {
  const permissions = predictGrants.map((grant) => grant(resources));
  const predict = new PipelineFunction(scope, 'Predict', {
    step: 'predict',
    description: `Answers predictions of ${definition.name}`,
    environment: pickEnvironment('predict', environment),
    permissions,
    timeout: Duration.seconds(29),
    memoryMegabytes: definition.memory.predictMegabytes,
    logDays: definition.retention.logDays,
    retain: true,
  });
  acknowledgeWildcards(predict, permissions, resources);
  return predict;
}

function trainerGrants({ trainers }: ModelDefinition): readonly Grant[] {
  return trainers.some(({ kind }) => kind === 'external') ? ownTrainerGrants : [];
}

/** Steps that need the more memory the more rows a snapshot has. */
const holdingRows: ReadonlySet<StepName> = new Set(['export', 'train', 'compare']);

/** Every other step of the model, each with the rights of its row in the permission table. */
export function pipelineSteps(
  scope: Construct,
  definition: ModelDefinition,
  environment: ModelEnvironment,
  resources: ReleaseResources,
): PipelineSteps {
  const steps = Object.keys(stepSettings) as (keyof typeof stepSettings)[];
  const created = steps.map((step) => {
    const settings = stepSettings[step];
    const grants: readonly Grant[] = [...stepGrants[step], ...(step === 'train' ? trainerGrants(definition) : [])];
    const permissions = grants.map((grant) => grant(resources));
    const pipelineFunction = new PipelineFunction(scope, constructId(step), {
      ...settings,
      step,
      environment: pickEnvironment<keyof PipelineSteps>(step, environment),
      permissions,
      logDays: definition.retention.logDays,
      ...(holdingRows.has(step) && { memoryMegabytes: definition.memory.trainMegabytes }),
    });
    acknowledgeWildcards(pipelineFunction, permissions, resources);
    return [step, pipelineFunction] as const;
  });
  return Object.fromEntries(created) as PipelineSteps;
}
