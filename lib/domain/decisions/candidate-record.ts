import type { Evaluation, Measurements } from '../artifacts/evaluation.ts';
import type { ReferenceProfile } from '../artifacts/reference-profile.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import {
  BASELINE_VERSION,
  compareModelVersions,
  type ModelLineage,
  type ModelVersion,
  nextModelVersion,
  versionChange,
  versionEpoch,
} from '../ledger/model-version.ts';
import type { FeatureImportance, VersionRecord } from '../ports/version-record.ts';
import { requestActor } from '../steps/request-actor.ts';
import type { StepInput } from '../steps/step-contracts.ts';
import type { Timestamp } from '../time.ts';
import type { CandidateArtifacts } from './candidate-check.ts';

type Numbered = Pick<VersionRecord, 'modelVersion' | 'lineage'>;
type Champion = Numbered & Pick<VersionRecord, 'importance'>;

export interface RecordContext {
  readonly definition: Pick<ModelDefinition, 'name'> & {
    readonly samples: Pick<ModelDefinition['samples'], 'trusted'>;
  };
  /** The champion that the candidate was compared with. */
  readonly champion: Champion;
  /** Every model version that is registered. */
  readonly registered: readonly Numbered[];
  /** Hash of the code that trained it. */
  readonly codeSha256: string;
  readonly now: Timestamp;
}

/** All that is known about a candidate under the next free model version, for its signature. */
export function candidateRecord(
  { model, evaluation, snapshot, comparison, profile }: CandidateArtifacts,
  input: StepInput<'register'>,
  { definition, champion, registered, codeSha256, now }: RecordContext,
): Omit<VersionRecord, 'signature'> {
  const { features } = model;
  const lineage: VersionRecord['lineage'] = {
    target: model.target,
    features,
    featureSetSha256: model.featureSetSha256,
    trainerFamily: trainerFamily(model.trainer.kind),
    trainer: model.trainer.kind,
    parameters: model.trainer.parameters,
    datasetSha256: snapshot.rowsSha256,
    snapshot: input.snapshot,
    window: snapshot.window,
    datasetRows: snapshot.rows,
    codeSha256,
  };
  const { trainAccuracy, validationAccuracy, trainingRows } = model.stats;
  return {
    schema: 'ratchet.version-record/1',
    modelName: definition.name,
    modelVersion: nextNumber(champion, registered, lineage),
    versionEpoch: versionEpoch(now),
    createdAt: now,
    createdBy: requestActor(input.request),
    execution: input.execution.arn,
    model: input.trained.model,
    referenceProfile: input.trained.referenceProfile,
    trust: snapshot.rows < definition.samples.trusted ? 'provisional' : 'trusted',
    lineage,
    trainingStats: { trainAccuracy, validationAccuracy, features: Object.keys(features).length, trainingRows },
    metrics: knownMetrics(evaluation.holdout),
    championMetrics: knownMetrics(comparison.champion),
    ...(profile !== null && { importance: importanceOf(profile, evaluation, champion) }),
    verdict: comparison.verdict,
    comparison: input.comparison.comparison,
  };
}

/** Trainers that can replace each other without a new major version; what is not trained is a family of its own. */
export function trainerFamily(kind: string): ModelLineage['trainerFamily'] {
  return families[kind] ?? kind;
}

const families: Readonly<Record<string, string>> = {
  'logistic-regression': 'linear',
  'gradient-boosted-trees': 'trees',
  'random-forest': 'trees',
  xgboost: 'trees',
  lightgbm: 'trees',
  external: 'trees',
  imported: 'trees',
  'soft-vote': 'ensemble',
};

/** As far as it is from the champion. Nothing is like the baseline, so beside that the newest model is what counts. */
function nextNumber(champion: Numbered, registered: readonly Numbered[], lineage: ModelLineage): ModelVersion {
  const newest = registered.reduce(
    (one, other) => (compareModelVersions(one.modelVersion, other.modelVersion) < 0 ? other : one),
    champion,
  );
  const reference = champion.modelVersion === BASELINE_VERSION ? newest : champion;
  return nextModelVersion(newest.modelVersion, versionChange(reference.lineage, lineage));
}

/** With what has changed since the champion; a feature that it does not have was worth nothing to it. */
function importanceOf(
  { features }: ReferenceProfile,
  { details }: Evaluation,
  champion: Champion,
): Record<string, FeatureImportance> {
  const before = champion.importance;
  return Object.fromEntries(
    features.map(({ feature, importance: share }) => [
      feature,
      {
        share,
        permutation: details?.permutationImportance[feature] ?? null,
        change: before === undefined ? null : share - (before[feature]?.share ?? 0),
      },
    ]),
  );
}

/** Measurements that are defined on their rows, without the number of rows. */
function knownMetrics({ rows: _, ...measurements }: Measurements): Record<string, number> {
  const known = Object.entries(measurements).filter((entry): entry is [string, number] => entry[1] != null);
  return Object.fromEntries(known);
}
