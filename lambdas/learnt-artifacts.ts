import { writeEvaluation } from '../lib/domain/artifacts/evaluation-door.ts';
import { referenceProfileOf } from '../lib/domain/artifacts/reference-profile.ts';
import { writeReferenceProfile } from '../lib/domain/artifacts/reference-profile-door.ts';
import { evaluationOf, requireSize, validationScore } from '../lib/domain/artifacts/trained-artifacts.ts';
import { type ModelTrainer, writeTrainedModel } from '../lib/domain/artifacts/trained-model.ts';
import type { ModelDefinition } from '../lib/domain/definition/model-definition.ts';
import type { ArtifactStore, StoredObject } from '../lib/domain/ports/artifact-store.ts';
import type { TrainOutput } from '../lib/domain/steps/train.ts';
import { evaluateDetails } from '../lib/training/evaluation/evaluate-part.ts';
import type { EvaluatedModel } from '../lib/training/evaluation/evaluated-model.ts';
import { permutationImportance } from '../lib/training/evaluation/permutation-importance.ts';
import { trainedForm } from '../lib/training/formats/stored-form.ts';
import type { MissingTexts } from '../lib/training/preparation/fit-preparation.ts';
import { profileRows } from '../lib/training/profile/row-profile.ts';
import type { TrainedModel } from '../lib/training/train-model.ts';

export interface LearntModel {
  readonly definition: ModelDefinition;
  readonly trainer: ModelTrainer;
  readonly snapshot: StoredObject;
  /** With its members where it is an ensemble. */
  readonly model: EvaluatedModel & Partial<TrainedModel>;
  readonly missing: MissingTexts;
}

/**
 * Stores a model with what it does on the rows of the snapshot, and with what later rows are compared with, however it
 * was learnt. Throws `ArtifactTooLarge`.
 */
export async function writeLearntModel(store: ArtifactStore, learnt: LearntModel): Promise<TrainOutput> {
  const { definition, trainer, snapshot, missing } = learnt;
  const { parts } = learnt.model;
  const { artifact, model, bytes } = await writeTrainedModel(store, definition, trainer, trainedForm(learnt.model));
  requireSize({ ...model, bytes }, definition);
  const permutation = permutationImportance(learnt.model, parts.validation);
  const details = {
    ...evaluateDetails(definition, parts.holdout, definition.gate.slices),
    permutationImportance: Object.fromEntries(permutation),
  };
  const evaluation = await writeEvaluation(store, definition.name, evaluationOf(model, snapshot, parts, details));
  const { scores, labels } = parts.holdout;
  const counted = profileRows(learnt.model, { table: parts.train.table, missing }, { scores, labels });
  const referenceProfile = await writeReferenceProfile(store, referenceProfileOf(artifact, model, snapshot, counted));
  const score = validationScore(parts.validation.measurements);
  return { trainer: artifact.trainer.kind, model, evaluation, referenceProfile, validationScore: score };
}
