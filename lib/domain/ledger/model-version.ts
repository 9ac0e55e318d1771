import { z } from 'zod';
import { milliseconds, type Timestamp } from '../time.ts';

/** Semantic version of one trained artefact, such as `1.4.0`. The bootstrapped baseline is `0.0.0`. */
export const modelVersionSchema = z
  .string()
  .max(32)
  .regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/, 'should be a semantic version, for example 1.4.0');

export type ModelVersion = z.infer<typeof modelVersionSchema>;

export const BASELINE_VERSION: ModelVersion = '0.0.0';

/** What a model was made of, as far as its version number depends on it. */
export interface ModelLineage {
  readonly target: string;
  /** Kind of each feature by its name, such as `{age: 'numeric'}`. */
  readonly features: Readonly<Record<string, string>>;
  /** Trainers of one family can replace each other without a new major version, such as `trees`. */
  readonly trainerFamily: string;
  readonly datasetSha256: string;
}

export type VersionChange = 'major' | 'minor' | 'patch';

/**
 * How far a model is from the champion: `major` when the target or the trainer family changed or a feature was removed
 * or retyped, `minor` when a feature was added or the data is new, `patch` for the same data with other parameters.
 */
export function versionChange(champion: ModelLineage, candidate: ModelLineage): VersionChange {
  const kept = Object.entries(champion.features).every(([name, kind]) => candidate.features[name] === kind);
  if (!kept || champion.target !== candidate.target || champion.trainerFamily !== candidate.trainerFamily)
    return 'major';
  const added = Object.keys(candidate.features).length > Object.keys(champion.features).length;
  return added || champion.datasetSha256 !== candidate.datasetSha256 ? 'minor' : 'patch';
}

/**
 * The number after `latest`, the highest registered one: a rejected candidate has a version too, so counting on from
 * the champion would meet a number that is taken. The first model trained on data is `1.0.0`.
 */
export function nextModelVersion(latest: ModelVersion, change: VersionChange): ModelVersion {
  const [major = 0, minor = 0, patch = 0] = latest.split('.').map(Number);
  if (change === 'major' || latest === BASELINE_VERSION) return `${major + 1}.0.0`;
  return change === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export function compareModelVersions(one: ModelVersion, other: ModelVersion): number {
  const [left, right] = [one.split('.').map(Number), other.split('.').map(Number)];
  const difference = left.map((part, index) => part - (right[index] ?? 0)).find((part) => part !== 0);
  return difference ?? 0;
}

/** Whole seconds since 1970 at which a version was made: the number that some consumers know a model by. */
export function versionEpoch(createdAt: Timestamp): number {
  return Math.floor(milliseconds(createdAt) / 1000);
}
