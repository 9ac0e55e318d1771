import { s3 } from '../lib/aws/clients.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { s3OutcomeArchive } from '../lib/aws/s3-outcome-archive.ts';
import { uploadOnce } from '../lib/aws/s3-upload.ts';
import { writeEvaluation } from '../lib/domain/artifacts/evaluation-door.ts';
import { writeModelArtifact } from '../lib/domain/artifacts/model-door.ts';
import { modelFeatures } from '../lib/domain/artifacts/model-features.ts';
import { referenceProfileOf } from '../lib/domain/artifacts/reference-profile.ts';
import { writeReferenceProfile } from '../lib/domain/artifacts/reference-profile-door.ts';
import { readSnapshotOutcomes, type SnapshotPorts } from '../lib/domain/artifacts/snapshot-outcomes.ts';
import { evaluationOf, modelOf, requireSize, validationScore } from '../lib/domain/artifacts/trained-artifacts.ts';
import { chooseTrainer } from '../lib/domain/decisions/trainer-choice.ts';
import { logisticParameters } from '../lib/domain/definition/trainer-settings.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import { readEnvironment } from '../lib/domain/steps/environment.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import type { TrainOutput } from '../lib/domain/steps/train.ts';
import { readTaskOrder } from '../lib/domain/training-engine/training-task.ts';
import { profileRows } from '../lib/training/profile/row-profile.ts';
import { trainModel } from '../lib/training/train-model.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { runStepTask } from './step-task.ts';

export interface TrainPorts extends SnapshotPorts {
  readonly definition: DefinitionSource;
  readonly modelName: string;
}

/** Trains one model on the rows of a snapshot and stores it with what it does on them, and with what later rows are compared with. */
export function createTrain({ store, archive, definition, modelName }: TrainPorts) {
  return async ({ snapshot, trainer: request }: StepInput<'train'>): Promise<TrainOutput> => {
    const settings = await definition();
    const trainer = chooseTrainer(settings.trainers, request);
    const rows = await readSnapshotOutcomes({ store, archive }, modelName, snapshot);

    const { parts, ...learnt } = trainModel({
      rows,
      features: modelFeatures(settings),
      positiveClass: settings.positiveClass,
      classes: settings.classes,
      settings: logisticParameters(trainer),
    });

    const artifact = modelOf(settings, trainer, learnt);
    const model = await writeModelArtifact(store, artifact);
    requireSize(model, settings);
    const evaluation = await writeEvaluation(store, modelName, evaluationOf(model, snapshot, parts));
    const trained = parts.train.rows.map(({ features }) => features);
    const { rows: heldOut, scores } = parts.holdout;
    const counted = profileRows(learnt, trained, { scores, labels: heldOut.map(({ label }) => label) });
    const referenceProfile = await writeReferenceProfile(store, referenceProfileOf(artifact, model, snapshot, counted));
    const score = validationScore(parts.validation.measurements);
    return { trainer: trainer.kind, model, evaluation, referenceProfile, validationScore: score };
  };
}

export const handler = lambdaHandler('train', (environment) => {
  const client = s3();
  return createTrain({
    store: s3ArtifactStore(client, environment.ARTIFACT_BUCKET_NAME),
    archive: s3OutcomeArchive(client, environment.ARTIFACT_BUCKET_NAME),
    definition: s3DefinitionSource(client, environment),
    modelName: environment.MODEL_NAME,
  });
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
