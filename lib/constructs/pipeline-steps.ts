import { Duration } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
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

/** Which model it is, and what its functions are given. */
export interface ScoringProps {
  readonly definition: ModelDefinition;
  /** Scores models in ONNX. @default none */
  readonly onnxRuntime?: lambda.ILayerVersion;
}

/** Serves requests. Its published versions and its role outlive the stack: they may be all that still answers. */
export function predictFunction(
  scope: Construct,
  { definition, onnxRuntime }: ScoringProps,
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
    ...(onnxRuntime && { layers: [onnxRuntime] }),
  });
  acknowledgeWildcards(predict, permissions, resources);
  return predict;
}

function trainerGrants({ trainers }: ModelDefinition): readonly Grant[] {
  return trainers.some(({ kind }) => kind === 'external') ? ownTrainerGrants : [];
}

/** Steps that need the more memory the more rows a snapshot has. */
const holdingRows: ReadonlySet<StepName> = new Set(['export', 'train', 'compare']);

/** Steps that score with a model, as `predict` does. */
const scoring: ReadonlySet<StepName> = new Set(['train', 'compare', 'register']);

/** Every other step of the model, each with the rights of its row in the permission table. */
export function pipelineSteps(
  scope: Construct,
  { definition, onnxRuntime }: ScoringProps,
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
      ...(scoring.has(step) && onnxRuntime && { layers: [onnxRuntime] }),
      ...(holdingRows.has(step) && { memoryMegabytes: definition.memory.trainMegabytes }),
    });
    acknowledgeWildcards(pipelineFunction, permissions, resources);
    return [step, pipelineFunction] as const;
  });
  return Object.fromEntries(created) as PipelineSteps;
}
