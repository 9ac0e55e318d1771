import type { DriftWindow, WindowFeature } from '../../../lib/domain/artifacts/drift-window.ts';
import type { ReferenceFeature, ReferenceProfile } from '../../../lib/domain/artifacts/reference-profile.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import { normalCdf, normalQuantile } from '../../../lib/statistics/distributions/normal.ts';

const DAY = 86_400;
const START = '2026-01-01T00:00:00.000Z';
const EDGES = [10, 20, 30, 40, 50, 60, 70, 80, 90];

export const TENTHS = new Array<number>(10).fill(1_000);

/** Positives of a thousand rows of each tenth of the scores, as the middle of the tenth says. */
const CALIBRATED = TENTHS.map((rows, bin) => ((2 * bin + 1) * rows) / 20);

/** A numeric feature whose deciles have a thousand rows each. */
export function numericFeature(feature: string, importance: number): ReferenceFeature {
  return {
    kind: 'numeric',
    feature,
    missing: [],
    importance,
    edges: EDGES,
    counts: { bins: TENTHS, missing: 0 },
    mean: 50,
    deviation: 28,
  };
}

/** A profile of 10,000 rows with age, which is all that matters, and job. */
export function sampleProfile(details: Partial<ReferenceProfile> = {}): ReferenceProfile {
  return {
    schema: 'ratchet.reference-profile/1',
    modelName: 'churn',
    modelSha256: sha256Hex('model'),
    snapshotSha256: sha256Hex('snapshot'),
    rows: 10_000,
    features: [
      numericFeature('age', 0.75),
      {
        kind: 'categorical',
        feature: 'job',
        missing: ['unknown'],
        importance: 0.25,
        counts: {
          levels: [
            { level: 'clerk', rows: 6_000 },
            { level: 'nurse', rows: 3_900 },
          ],
          other: 0,
          missing: 100,
        },
      },
    ],
    scoreRows: 10_000,
    scores: [
      { output: 'yes', edges: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], bins: TENTHS, positives: CALIBRATED },
    ],
    ...details,
  };
}

/** What may be other than in the profile. */
export interface WindowDetails {
  readonly day?: number;
  /** Counts by feature. */
  readonly features?: Readonly<Record<string, WindowFeature['counts']>>;
  readonly scores?: readonly number[];
  readonly rows?: number;
}

/** A day whose rows are spread as in the profile, as far as nothing else is said. */
export function sampleWindow(profile: ReferenceProfile, details: WindowDetails = {}): DriftWindow {
  const { day = 0, features = {}, scores, rows = profile.rows } = details;
  return {
    schema: 'ratchet.drift-window/1',
    modelSha256: profile.modelSha256,
    from: secondsAfter(START, day * DAY),
    to: secondsAfter(START, (day + 1) * DAY),
    rows,
    features: profile.features.map(({ kind, feature, counts }) => {
      const given = { kind, feature, counts: features[feature] ?? counts };
      return given as WindowFeature;
    }),
    scores: profile.scores.map(({ output, bins }) => ({ output, bins: [...(scores ?? bins)] })),
  };
}

/**
 * Counts of ten bins with this index against equal tenths, whose cumulative shares hardly differ: every other bin loses
 * what its neighbour gains.
 */
export function unevenTenths(psi: number, rows = 10_000): number[] {
  let [low, high] = [0, 0.0999];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (5 * middle * Math.log((0.1 + middle) / (0.1 - middle)) < psi) low = middle;
    else high = middle;
  }
  return Array.from({ length: 10 }, (_, bin) => Math.round(rows * (0.1 + (bin % 2 === 0 ? low : -low))));
}

/** Counts of the deciles of a normal distribution whose mean has moved by so many of its deviations. */
export function movedTenths(deviations: number, rows = 10_000): number[] {
  const upTo = Array.from({ length: 11 }, (_, bin) => Math.round(rows * shareBelow(bin, deviations)));
  return upTo.slice(1).map((count, bin) => count - (upTo[bin] ?? 0));
}

function shareBelow(bin: number, deviations: number): number {
  if (bin === 0 || bin === 10) return bin / 10;
  return normalCdf(normalQuantile(bin / 10) - deviations);
}
