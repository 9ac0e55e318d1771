import { availableParallelism } from 'node:os';
import { s3 } from '../lib/aws/clients.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { s3OutcomeArchive } from '../lib/aws/s3-outcome-archive.ts';
import { s3TrainingExchange } from '../lib/aws/s3-training-exchange.ts';
import { uploadOnce } from '../lib/aws/s3-upload.ts';
import { TrainerUnavailable } from '../lib/domain/artifacts/training-errors.ts';
import { chooseTrainer } from '../lib/domain/decisions/trainer-choice.ts';
import { engineTrainer } from '../lib/domain/definition/engine-trainer.ts';
import type { BuiltInTrainer, TrainerSettings } from '../lib/domain/definition/trainer-settings.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import { readEnvironment } from '../lib/domain/steps/environment.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import type { TrainOutput } from '../lib/domain/steps/train.ts';
import { readTaskOrder } from '../lib/domain/training-engine/training-task.ts';
import { trainModel } from '../lib/training/train-model.ts';
import { adoptImported } from './imported-model.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { writeLearntModel } from './learnt-artifacts.ts';
import { runStepTask } from './step-task.ts';
import { readFormerModel } from './stored-model.ts';
import { createExchange } from './training-exchange.ts';
import { readTrainingRows, type TrainingRowsPorts } from './training-rows.ts';

export interface TrainPorts extends TrainingRowsPorts {
  readonly definition: DefinitionSource;
  /** That may train at once; the model is the same for any number. @default 1 */
  readonly threads?: number;
}

/** Trains one model on the rows of a snapshot and stores it with what it does on them, and with what later rows are compared with. */
export function createTrain({ definition: readDefinition, threads = 1, ...ports }: TrainPorts) {
  return async ({ snapshot, trainer: request }: StepInput<'train'>): Promise<TrainOutput> => {
    const definition = await readDefinition();
    if (request.file !== undefined) return adoptImported(ports, { definition, snapshot, file: request.file });
    const trainer = requireBuiltIn(chooseTrainer(definition.trainers, request));
    const rows = await readTrainingRows(ports, definition, snapshot);
    const model = await trainModel({
      ...rows,
      trainer: engineTrainer(trainer),
      champion: request.champion === undefined ? null : await readFormerModel(ports.store, request.champion),
      threads,
    });
    return writeLearntModel(ports.store, { definition, trainer, snapshot, model, missing: rows.missing });
  };
}

/** A definition that was deployed in the middle of an execution may have what its machine has no states for. */
function requireBuiltIn(trainer: TrainerSettings): BuiltInTrainer {
  if (trainer.kind !== 'external') return trainer;
  throw new TrainerUnavailable(
    '\'trainer.kind\' should be one that the machine of this execution has states for, got "external": start another execution',
  );
}

export const handler = lambdaHandler('train', (environment) => {
  const client = s3();
  const ports = {
    store: s3ArtifactStore(client, environment.ARTIFACT_BUCKET_NAME),
    archive: s3OutcomeArchive(client, environment.ARTIFACT_BUCKET_NAME),
    definition: s3DefinitionSource(client, environment),
    modelName: environment.MODEL_NAME,
  };
  const train = createTrain({ ...ports, threads: availableParallelism() });
  const exchange = createExchange({
    ...ports,
    exchange: s3TrainingExchange(client, environment.ARTIFACT_BUCKET_NAME),
  });
  return (input) => (input.exchange === undefined ? train(input) : exchange(input, input.exchange));
});

/** The same step as the only work of a container. */
export function task(): Promise<void> {
  const bucketName = readEnvironment('train', process.env).ARTIFACT_BUCKET_NAME;
  return runStepTask(
    (input) => handler(input, {}),
    readTaskOrder(process.env),
    (Key, content) => uploadOnce(s3(), { Bucket: bucketName, Key }, content),
  );
}
