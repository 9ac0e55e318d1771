import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { TrainerContainer } from '../../domain/definition/external-trainer.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { fargateSizes } from '../../domain/training-engine/engine-capacity.ts';
import {
  containerId,
  EXCHANGES_FOLDER,
  exchangeFiles,
  exchangeVariables,
  TRAINER_CONTAINER,
} from '../../domain/training-engine/training-exchange.ts';
import { acknowledgeWildcards } from '../access/acknowledged-wildcards.ts';
import type { StoreResources } from '../access/grants.ts';
import type { OwnTrainer } from '../workflow/retrain-steps.ts';
import { ContainerTask, NODE_IMAGE } from './container-task.ts';
import { moduleStarter } from './module-starter.ts';
import { allowPull } from './private-image.ts';
import { acknowledgeEarlier, TrainingBundle } from './training-bundle.ts';

export interface OwnTrainersProps {
  readonly definition: ModelDefinition;
  /** Of the task definitions, which have the id of their container behind it. */
  readonly family: string;
  readonly artifactBucketName: string;
  readonly resources: StoreResources;
}

/** Throws where a trainer of the user's own has no network to run in, or a module that is not there. */
export function requireOwnTrainers({ name, trainers }: ModelDefinition, hasNetwork: boolean): void {
  for (const [index, trainer] of trainers.entries()) {
    if (trainer.kind !== 'external') continue;
    if (!hasNetwork) {
      throw new Error(
        `'vpc' should be a network for the container of trainers[${index}] of ${name}, which is "external", got nothing: give RetrainingPipeline a 'vpc'`,
      );
    }
    const { module } = trainer.container;
    if (module === null || existsSync(resolve(module))) continue;
    throw new Error(
      `'trainers[${index}].module' of ${name} should be a file below ${resolve()}, such as "trainers/mlp.mjs", got ${JSON.stringify(module)}: there is none`,
    );
  }
}

/** A task for every container that trainers of the user's own name, by the places of these trainers. */
export function ownTrainers(scope: Construct, props: OwnTrainersProps): ReadonlyMap<number, OwnTrainer> {
  const tasks = new Map<string, ContainerTask>();
  const trainers = new Map<number, OwnTrainer>();
  for (const [index, trainer] of props.definition.trainers.entries()) {
    if (trainer.kind !== 'external') continue;
    const id = containerId(trainer.container);
    const task = tasks.get(id) ?? trainerTask(scope, id, trainer.container, props);
    tasks.set(id, task);
    trainers.set(index, { task, folder: folderOf(id, props) });
  }
  return trainers;
}

function folderOf(id: string, { definition }: OwnTrainersProps): string {
  return `${definition.name}/${EXCHANGES_FOLDER}/${id}`;
}

function trainerTask(scope: Construct, id: string, container: TrainerContainer, props: OwnTrainersProps) {
  const { definition, family, artifactBucketName, resources } = props;
  const code = container.module === null ? null : new TrainingBundle(scope, `Module-${id}`, resolve(container.module));
  const permissions = exchangeRights(folderOf(id, props), resources);
  const [size] = fargateSizes;
  const task = new ContainerTask(scope, `OwnTrainer-${id}`, {
    family: `${family}-${id}`,
    containerName: TRAINER_CONTAINER,
    description: `Trains candidates of ${definition.name} by code of its owner`,
    size,
    architecture: container.architecture,
    image: container.image ?? NODE_IMAGE,
    ...(code && { script: moduleStarter }),
    environment: { ...code?.environment, [exchangeVariables.bucket]: artifactBucketName },
    permissions: [...permissions, ...(code ? [code.mayRead] : [])],
    logDays: definition.retention.logDays,
  });
  if (container.image !== null) allowPull(task, container.image);
  acknowledgeWildcards(task, permissions, resources);
  if (code !== null) acknowledgeEarlier(task, code.mayRead);
  return task;
}

/** Reads rows and writes a model, of this container's trainings only; nothing else of the platform. */
function exchangeRights(folder: string, { artifactBucketArn, dataKeyArn }: StoreResources): iam.PolicyStatement[] {
  const allow = (actions: string[], resource: string) => new iam.PolicyStatement({ actions, resources: [resource] });
  return [
    allow(['s3:GetObject'], `${artifactBucketArn}/${folder}/*/rows/*`),
    allow(['s3:PutObject', 's3:AbortMultipartUpload'], `${artifactBucketArn}/${folder}/*/${exchangeFiles.model}`),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], dataKeyArn),
  ];
}
