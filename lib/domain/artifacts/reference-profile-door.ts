import type { Problem } from '../errors.ts';
import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import { pathText, valueText } from '../problems.ts';
import { type ArtifactAddress, type ArtifactForm, readArtifact, writeArtifact } from './artifact-door.ts';
import { ProfileMismatch } from './drift-errors.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { type ReferenceFeature, type ReferenceProfile, referenceProfileSchema } from './reference-profile.ts';

const IMPORTANCE_TOLERANCE = 1e-6;

const profileForm: ArtifactForm<ReferenceProfile> = {
  // beside the model: whoever may read that may compare its requests with the profile
  kind: 'models',
  name: 'reference-profile.json',
  schema: referenceProfileSchema,
  incoherence: profileIncoherence,
};

/**
 * Reads the profile of a model. Throws as `ArtifactStore.read` does, `ArtifactBroken` with every field that is wrong or
 * does not fit the others, or `ProfileMismatch` with the features that it has and the model has not, and the other way
 * round.
 */
export async function readReferenceProfile(
  store: Pick<ArtifactStore, 'read'>,
  object: ArtifactAddress,
  model: Pick<ModelArtifact, 'modelName' | 'features'>,
): Promise<ReferenceProfile> {
  const profile = await readArtifact(store, object, profileForm);
  const differences = featureDifferences(profile, model);
  if (profile.modelName !== model.modelName) {
    differences.unshift(`it is of the model '${profile.modelName}' and not of '${model.modelName}'`);
  }
  if (differences.length === 0) return profile;
  throw new ProfileMismatch(
    `${object.key} cannot be compared with: ${differences.join('; ')}; use the profile that was stored with this model`,
  );
}

/** Throws `ArtifactBroken` for one that could not be read back. */
export function writeReferenceProfile(store: ArtifactStore, profile: ReferenceProfile): Promise<StoredObject> {
  return writeArtifact(store, profile.modelName, profile, profileForm);
}

function featureDifferences({ features }: ReferenceProfile, model: Pick<ModelArtifact, 'features'>): string[] {
  const profiled = new Map(features.map(({ feature, kind }) => [feature, kind]));
  const expected = new Map(Object.entries(model.features));
  return [
    ...[...profiled].filter(([name]) => !expected.has(name)).map(([name]) => `'${name}' is no feature of the model`),
    ...[...expected].flatMap(([name, kind]) => {
      const got = profiled.get(name);
      if (got === kind) return [];
      return [got === undefined ? `'${name}' is not in it` : `'${name}' should be ${kind}, got ${got}`];
    }),
  ];
}

function profileIncoherence(profile: ReferenceProfile): Problem[] {
  const { features, rows, scores, scoreRows } = profile;
  const importance = sum(features.map((feature) => feature.importance));
  return [
    ...repeated(features.map(({ feature }) => feature)).map((name) =>
      problem(['features'], 'should have each feature once', name),
    ),
    ...(features.length === 0 || Math.abs(importance - 1) <= IMPORTANCE_TOLERANCE
      ? []
      : [problem(['features'], 'should have importances that add up to 1', importance)]),
    ...features.flatMap((feature, index) => featureProblems(feature, rows, ['features', index])),
    ...scores.flatMap(({ edges, bins, positives }, index) => [
      ...edgeProblems(edges, bins, ['scores', index]),
      ...rowProblems(sum(bins), scoreRows, ['scores', index, 'bins']),
      ...positiveProblems(positives, bins, ['scores', index, 'positives']),
    ]),
  ];
}

function positiveProblems(
  positives: readonly number[],
  bins: readonly number[],
  path: readonly PropertyKey[],
): Problem[] {
  if (positives.length !== bins.length) return [problem(path, `should be ${bins.length}, one per bin`, positives)];
  return positives.flatMap((count, bin) => {
    const rows = bins[bin] ?? 0;
    return count <= rows ? [] : [problem([...path, bin], `should be at most the ${rows} rows of its bin`, count)];
  });
}

function featureProblems(feature: ReferenceFeature, rows: number, path: readonly PropertyKey[]): Problem[] {
  const { counts } = feature;
  if ('bins' in counts) {
    const edges = feature.kind === 'numeric' ? feature.edges : [];
    return [
      ...edgeProblems(edges, counts.bins, path),
      ...rowProblems(sum(counts.bins) + counts.missing, rows, [...path, 'counts']),
    ];
  }
  const levels = counts.levels.map(({ level }) => level);
  return [
    ...repeated(levels).map((level) => problem([...path, 'counts', 'levels'], 'should have each level once', level)),
    ...rowProblems(sum(counts.levels.map((one) => one.rows)) + counts.other + counts.missing, rows, [
      ...path,
      'counts',
    ]),
  ];
}

function edgeProblems(edges: readonly number[], bins: readonly number[], path: readonly PropertyKey[]): Problem[] {
  const rising = edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? Number.NaN));
  return [
    ...(rising ? [] : [problem([...path, 'edges'], 'should rise', edges)]),
    ...(bins.length === edges.length + 1
      ? []
      : [problem([...path, 'edges'], `should be ${bins.length - 1}, one between two bins each`, edges)]),
  ];
}

function rowProblems(counted: number, rows: number, path: readonly PropertyKey[]): Problem[] {
  return counted === rows ? [] : [problem(path, `should count ${rows} rows`, counted)];
}

function problem(path: readonly PropertyKey[], expected: string, value: unknown): Problem {
  return { path: pathText(path), expected, got: valueText(value) };
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
