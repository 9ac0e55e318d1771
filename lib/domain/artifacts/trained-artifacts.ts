import { contentHash } from '../content-hash.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import type { StoredObject } from '../ports/artifact-store.ts';
import type { Evaluation, EvaluationDetails, Measurements } from './evaluation.ts';
import type { Score } from './feature-value.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { trainedFeatures } from './model-features.ts';
import { ArtifactTooLarge } from './training-errors.ts';

/** What was learnt. */
export type Learnt = Pick<ModelArtifact, 'preparation' | 'scorer' | 'stats' | 'golden'>;

/** Rows that the model scored, and how well it did on them. */
interface ScoredRows {
  /** Of the outcomes, and what happened. */
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly scores: readonly Score[];
  readonly measurements: Measurements;
}

export type ScoredParts = Readonly<Record<'train' | 'validation' | 'holdout', ScoredRows>>;

/** What was learnt as the model that is stored. */
export function modelOf(definition: ModelDefinition, trainer: ModelArtifact['trainer'], learnt: Learnt): ModelArtifact {
  const { name, target, positiveClass, classes } = definition;
  const features = trainedFeatures(definition);
  const { preparation, scorer, stats, golden } = learnt;
  return {
    schema: 'ratchet.model/1',
    modelName: name,
    target,
    positiveClass,
    classes: [...classes],
    features,
    featureSetSha256: contentHash(features),
    trainer: { kind: trainer.kind, parameters: { ...trainer.parameters } },
    preparation,
    scorer,
    stats,
    golden,
  };
}

/** How a stored model did on the rows of a snapshot. */
export function evaluationOf(
  model: StoredObject,
  snapshot: StoredObject,
  { train, validation, holdout }: ScoredParts,
  details?: EvaluationDetails,
): Evaluation {
  return {
    schema: 'ratchet.evaluation/1',
    modelSha256: model.sha256,
    snapshotSha256: snapshot.sha256,
    train: train.measurements,
    validation: validation.measurements,
    holdout: holdout.measurements,
    ...(details !== undefined && { details }),
    holdoutRows: holdout.ids.map((id, row) => ({
      id,
      label: holdout.labels[row] ?? '',
      score: holdout.scores[row] ?? 0,
    })),
  };
}

// what a log-loss comes to when the truth is always given the probability 0, which is clipped to 1e-15
const WORST_LOG_LOSS = Math.log(1e15);

/** What trainers are chosen by, higher is better: the AUC, or where there is none minus the log-loss. */
export function validationScore(validation: Measurements): number {
  return validation.auc ?? -(validation['log-loss'] ?? WORST_LOG_LOSS);
}

/** Throws `ArtifactTooLarge` for a model beyond the gate's limit; it stays stored, so that it can be looked at. */
export function requireSize({ key, bytes }: StoredObject, { gate }: Pick<ModelDefinition, 'gate'>): void {
  const maximum = gate.artifactKilobytes?.maximum ?? Number.POSITIVE_INFINITY;
  if (bytes <= maximum * 1000) return;
  throw new ArtifactTooLarge(
    `${key} should have at most ${maximum} kilobytes, got ${bytes / 1000}: train on fewer features or levels, or raise gate.artifactKilobytes.maximum`,
  );
}
