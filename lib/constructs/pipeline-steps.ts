import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type EnvironmentVariable, pickEnvironment } from '../domain/environment.ts';
import type { ModelDefinition } from '../domain/model-definition.ts';
import { acknowledge } from './acknowledgement.ts';
import { constructId } from './construct-id.ts';
import type { Grant, ReleaseResources, StoreResources } from './grants.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { predictGrants, stepGrants } from './step-permissions.ts';
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
    'MODEL_NAME' | 'ARTIFACT_BUCKET_NAME' | 'PREDICTIONS_TABLE_NAME' | 'SLOW_ANSWER_MILLISECONDS'
  >,
  resources: StoreResources,
): PipelineFunction<'predict'> {
  const predict = new PipelineFunction(scope, 'Predict', {
    step: 'predict',
    description: `Answers predictions of ${definition.name}`,
    environment: pickEnvironment('predict', environment),
    permissions: predictGrants.map((grant) => grant(resources)),
    timeout: Duration.seconds(29),
    memoryMegabytes: definition.memory.predictMegabytes,
    logDays: definition.retention.logDays,
    retain: true,
  });
  acknowledgeModelScope(predict);
  return predict;
}

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
    const grants: readonly Grant[] = stepGrants[step];
    const pipelineFunction = new PipelineFunction(scope, constructId(step), {
      ...settings,
      step,
      environment: pickEnvironment<keyof PipelineSteps>(step, environment),
      permissions: grants.map((grant) => grant(resources)),
      logDays: definition.retention.logDays,
      ...(step === 'train' && { memoryMegabytes: definition.memory.trainMegabytes }),
    });
    acknowledgeModelScope(pipelineFunction);
    return [step, pipelineFunction] as const;
  });
  return Object.fromEntries(created) as PipelineSteps;
}

function acknowledgeModelScope(step: PipelineFunction): void {
  acknowledge(
    step,
    'AwsSolutions-IAM5',
    "the wildcards end a prefix that is the model's own: content-addressed objects, function versions and executions are named at run time",
  );
}
