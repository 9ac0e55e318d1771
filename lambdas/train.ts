import { availableParallelism } from 'node:os';
import { s3 } from '../lib/aws/clients.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { s3OutcomeArchive } from '../lib/aws/s3-outcome-archive.ts';
import { uploadOnce } from '../lib/aws/s3-upload.ts';
import type { ArtifactAddress } from '../lib/domain/artifacts/artifact-door.ts';
import { writeEvaluation } from '../lib/domain/artifacts/evaluation-door.ts';
import { type ModelFeature, modelFeatures } from '../lib/domain/artifacts/model-features.ts';
import { referenceProfileOf } from '../lib/domain/artifacts/reference-profile.ts';
import { writeReferenceProfile } from '../lib/domain/artifacts/reference-profile-door.ts';
import { type SnapshotPorts, visitSnapshotOutcomes } from '../lib/domain/artifacts/snapshot-outcomes.ts';
import { evaluationOf, requireSize, validationScore } from '../lib/domain/artifacts/trained-artifacts.ts';
import { writeTrainedModel } from '../lib/domain/artifacts/trained-model.ts';
import { chooseTrainer } from '../lib/domain/decisions/trainer-choice.ts';
import { engineTrainer } from '../lib/domain/definition/engine-trainer.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import { readEnvironment } from '../lib/domain/steps/environment.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import type { TrainOutput } from '../lib/domain/steps/train.ts';
import { readTaskOrder } from '../lib/domain/training-engine/training-task.ts';
import { evaluateDetails } from '../lib/training/evaluation/evaluate-part.ts';
import { permutationImportance } from '../lib/training/evaluation/permutation-importance.ts';
import { trainedForm } from '../lib/training/formats/stored-form.ts';
import { profileRows } from '../lib/training/profile/row-profile.ts';
import { tableBuilder } from '../lib/training/table/table-builder.ts';
import { splitTable } from '../lib/training/table/table-parts.ts';
import { trainModel } from '../lib/training/train-model.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { runStepTask } from './step-task.ts';
import { readSoundModel } from './stored-model.ts';

export interface TrainPorts extends SnapshotPorts {
  readonly definition: DefinitionSource;
  readonly modelName: string;
  /** That may train at once; the model is the same for any number. @default 1 */
  readonly threads?: number;
}

/** Trains one model on the rows of a snapshot and stores it with what it does on them, and with what later rows are compared with. */
export function createTrain({ store, archive, definition, modelName, threads = 1 }: TrainPorts) {
  return async ({ snapshot, trainer: request }: StepInput<'train'>): Promise<TrainOutput> => {
    const settings = await definition();
    const trainer = chooseTrainer(settings.trainers, request);
    const features = modelFeatures(settings);
    const { positiveClass, classes } = settings;
    const missing = new Map(features.map((feature) => [feature.name, feature.missing]));

    const trained = await trainModel({
      ...(await readTrainingRows({ store, archive }, modelName, snapshot, features)),
      missing,
      positiveClass,
      classes,
      trainer: engineTrainer(trainer),
      champion: request.champion === undefined ? null : (await readSoundModel(store, request.champion)).model,
      threads,
    });

    const { artifact, model, bytes } = await writeTrainedModel(store, settings, trainer, trainedForm(trained));
    requireSize({ ...model, bytes }, settings);
    const { parts } = trained;
    const permutation = permutationImportance(trained, parts.validation);
    const details = {
      ...evaluateDetails(settings, parts.holdout, settings.gate.slices),
      permutationImportance: Object.fromEntries(permutation),
    };
    const evaluated = evaluationOf(model, snapshot, parts, details);
    const evaluation = await writeEvaluation(store, modelName, evaluated);
    const { scores, labels } = parts.holdout;
    const counted = profileRows(trained, { table: parts.train.table, missing }, { scores, labels });
    const referenceProfile = await writeReferenceProfile(store, referenceProfileOf(artifact, model, snapshot, counted));
    const score = validationScore(parts.validation.measurements);
    return { trainer: artifact.trainer.kind, model, evaluation, referenceProfile, validationScore: score };
  };
}

/** The rows of a snapshot as columns, in its order. */
async function readTrainingRows(
  ports: SnapshotPorts,
  modelName: string,
  snapshot: ArtifactAddress,
  features: readonly ModelFeature[],
) {
  const builder = tableBuilder(features);
  const [ids, labels]: [string[], string[]] = [[], []];
  const order = await visitSnapshotOutcomes(ports, modelName, snapshot, ({ id, label, features: row }) => {
    ids.push(id);
    labels.push(label);
    builder.add(row);
  });
  const [table] = splitTable({ columns: [...builder.finish().columns] }, [order]);
  return {
    ids: Array.from(order, (place) => ids[place] as string),
    labels: Array.from(order, (place) => labels[place] as string),
    table: { columns: [...(table?.columns ?? [])] },
  };
}

export const handler = lambdaHandler('train', (environment) => {
  const client = s3();
  return createTrain({
    store: s3ArtifactStore(client, environment.ARTIFACT_BUCKET_NAME),
    archive: s3OutcomeArchive(client, environment.ARTIFACT_BUCKET_NAME),
    definition: s3DefinitionSource(client, environment),
    modelName: environment.MODEL_NAME,
    threads: availableParallelism(),
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
