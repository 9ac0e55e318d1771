import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { pickEnvironment, type StepEnvironment } from '../../domain/steps/environment.ts';
import { unplaceableTrainings } from '../../domain/training-engine/expected-trainings.ts';
import type { TrainingEngine } from '../../domain/training-engine/training-place.ts';
import { TRAININGS_FOLDER } from '../../domain/training-engine/training-task.ts';
import { acknowledgeWildcards } from '../access/acknowledged-wildcards.ts';
import type { StoreResources } from '../access/grants.ts';
import { trainingTaskGrants } from '../access/step-permissions.ts';
import type { FargateTraining } from '../workflow/retrain-steps.ts';
import { ownTrainers, requireOwnTrainers } from './own-trainers.ts';
import { acknowledgeEarlier, mayReadEarlier } from './training-bundle.ts';
import { type TrainingNetwork, TrainingTask } from './training-task.ts';

/** What can train with or without a network, checked against what the definition asks for and expects. */
export function trainingEngines(scope: Construct, definition: ModelDefinition, hasNetwork: boolean): TrainingEngine[] {
  requireOwnTrainers(definition, hasNetwork);
  const engines: TrainingEngine[] = hasNetwork ? ['lambda', 'fargate'] : ['lambda'];
  if (definition.training.engine === 'fargate' && !hasNetwork) {
    throw new Error(
      `'vpc' should be a network for the containers that ${definition.name} trains in by 'training.engine', got nothing: give RetrainingPipeline a 'vpc', or set the engine to "auto"`,
    );
  }
  for (const problem of unplaceableTrainings(definition, engines)) {
    Annotations.of(scope).addWarningV2('ratchet:DataTooLarge', problem);
  }
  return engines;
}

export interface FargateTrainingProps {
  readonly network: TrainingNetwork;
  readonly definition: ModelDefinition;
  /** Of the task definitions. */
  readonly family: string;
  readonly environment: StepEnvironment<'train'>;
  readonly resources: StoreResources;
}

/** The containers that a model may be trained in. */
export function fargateTraining(scope: Construct, props: FargateTrainingProps): FargateTraining {
  const { network, definition, family, environment, resources } = props;
  const definitions = mayReadEarlier(resources.definitionObjectArn);
  const permissions = [...trainingTaskGrants.map((grant) => grant(resources)), definitions];
  const task = new TrainingTask(scope, 'TrainingTask', {
    network,
    family,
    environment: pickEnvironment('train', environment),
    permissions,
    logDays: definition.retention.logDays,
  });
  acknowledgeWildcards(task, permissions, resources);
  acknowledgeEarlier(task, definitions);
  const folder = `${definition.name}/${TRAININGS_FOLDER}`;
  return {
    task,
    spot: definition.training.spot,
    answers: {
      bucketName: environment.ARTIFACT_BUCKET_NAME,
      folder,
      objectsArn: `${resources.artifactBucketArn}/${folder}/*`,
    },
    dataKeyArn: resources.dataKeyArn,
    ownTrainers: ownTrainers(scope, {
      definition,
      family,
      artifactBucketName: environment.ARTIFACT_BUCKET_NAME,
      resources,
    }),
  };
}
