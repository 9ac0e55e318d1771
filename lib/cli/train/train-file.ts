import { availableParallelism } from 'node:os';
import { modelFeatures } from '../../domain/artifacts/model-features.ts';
import { writeTrainedModel } from '../../domain/artifacts/trained-model.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import type { BuiltInTrainer } from '../../domain/definition/trainer-settings.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { ClassificationMeasurements } from '../../statistics/metrics/measurements.ts';
import { permutationImportance } from '../../training/evaluation/permutation-importance.ts';
import { trainedForm } from '../../training/formats/stored-form.ts';
import { profileRows } from '../../training/profile/row-profile.ts';
import type { TrainedModel } from '../../training/train-model.ts';
import { type TrainableRows, trainableRows } from '../../training/trainable-rows.ts';
import { untrainableNames } from '../../training/untrainable-rows.ts';
import { Refused } from '../cli-errors.ts';
import { type ModelFiles, writeModelFiles } from '../model-files.ts';
import type { Progress } from '../terminal/progress.ts';
import { heldArtifacts } from './held-artifacts.ts';
import type { OutcomeFile, OutcomeRows } from './read-outcomes.ts';
import { type Trainings, trainCandidates } from './train-candidates.ts';

export interface FileTraining extends OutcomeFile {
  readonly output: string;
  readonly read: (given: OutcomeFile) => Promise<OutcomeRows>;
  readonly clock: Pick<Clock, 'now'>;
  readonly progress: Progress;
}

/** What a training from a file came to. */
export interface TrainedFile extends Omit<Trainings, 'trained'> {
  readonly rows: {
    readonly training: number;
    readonly validation: number;
    readonly holdout: number;
    /** Left out, because their ids were there before. */
    readonly repeated: number;
  };
  /** Trainers of the owner's own, which need a container and are left out. */
  readonly external: number;
  /** Kind of the model: that of the best trainer, or of the one member that was left of it. */
  readonly kind: string;
  readonly holdout: ClassificationMeasurements;
  readonly importance: readonly Importance[];
  readonly written: ModelFiles;
}

/** How much a feature matters, the most important first. */
interface Importance {
  readonly feature: string;
  /** From 0 to 1; those of all features add up to 1. */
  readonly share: number;
  /** By how much the log-loss of validation rows rises where it is shuffled. */
  readonly permutation: number;
  /** Share of the training rows without a value, or with one that does not read as what the feature is. */
  readonly missing: number;
}

/** Trains all trainers of a definition on a file and writes the best as Train stores it. Throws `Refused`. */
export async function trainFile({ output, read, clock, progress, ...given }: FileTraining): Promise<TrainedFile> {
  const { definition, file } = given;
  const trainers = builtInTrainers(definition);
  progress(`reading ${file}`);
  const [rows, repeated] = split(definition, file, await read(given));
  const { trained, ...trainings } = await trainCandidates(rows, trainers, { clock, progress });
  progress('measuring what the features are worth');
  const importance = importanceOf(trained, definition);
  const store = heldArtifacts();
  const whole = await writeTrainedModel(store, definition, trainings.best.trainer, trainedForm(trained));
  const { train, validation, holdout } = trained.parts;
  return {
    ...trainings,
    rows: { training: train.ids.length, validation: validation.ids.length, holdout: holdout.ids.length, repeated },
    external: definition.trainers.length - trainers.length,
    kind: whole.artifact.trainer.kind,
    holdout: holdout.measurements,
    importance,
    written: await writeModelFiles('--output', output, store, whole),
  };
}

function builtInTrainers({ trainers }: ModelDefinition): BuiltInTrainer[] {
  const builtIn = trainers.filter((trainer) => trainer.kind !== 'external');
  if (builtIn.length > 0) return builtIn;
  throw new Refused('\'trainers\' should have one that trains here, got "external" alone: those need a container');
}

function split(
  definition: ModelDefinition,
  file: string,
  { ids, labels, table, repeated }: OutcomeRows,
): [TrainableRows, number] {
  const { positiveClass, classes } = definition;
  const terms = { missing: missingOf(definition), positiveClass, classes, threads: availableParallelism() };
  try {
    return [trainableRows({ ids, labels, table: { columns: [...table.columns] }, ...terms }), repeated];
  } catch (cause) {
    const known = cause instanceof Error && untrainableNames.some((name) => name === cause.name);
    throw known ? new Refused(`${file}: ${cause.name}: ${cause.message}`, { cause }) : cause;
  }
}

function importanceOf(trained: TrainedModel, definition: ModelDefinition): Importance[] {
  const { train, validation, holdout } = trained.parts;
  const { rows, features } = profileRows(trained, { table: train.table, missing: missingOf(definition) }, holdout);
  const permutation = permutationImportance(trained, validation);
  return features
    .map(({ feature, importance: share, counts }) => ({
      feature,
      share,
      permutation: permutation.get(feature) ?? 0,
      missing: counts.missing / rows,
    }))
    .sort((one, other) => other.share - one.share);
}

function missingOf(definition: ModelDefinition): Map<string, readonly string[]> {
  return new Map(modelFeatures(definition).map(({ name, missing }) => [name, missing]));
}
