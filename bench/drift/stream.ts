import type { DriftWindow } from '../../lib/domain/artifacts/drift-window.ts';
import type { ReferenceProfile } from '../../lib/domain/artifacts/reference-profile.ts';
import { secondsAfter } from '../../lib/domain/time.ts';
import { binomialQuantile } from '../../lib/statistics/distributions/binomial-quantile.ts';
import { normalCdf, normalQuantile } from '../../lib/statistics/distributions/normal.ts';
import { uniformAt } from '../../lib/statistics/random-numbers.ts';

/** A model with many features, and what happens to its requests from day to day. */
export interface StreamSettings {
  /** Requests a day. */
  readonly rows: number;
  /** Standard deviation of what the mean of every feature moves by from day to day and back, in its own deviations. */
  readonly wobble: number;
  /** What the mean of the most important feature has moved by for good, in its deviations. */
  readonly shift: number;
  readonly repetition: number;
}

const SEED = 20_240_607;
const TRAINED_ROWS = 100_000;
const NUMERIC = 24;
const LEVELS = [2, 3, 5, 10, 20, 50];
const FEATURES = NUMERIC + LEVELS.length;
const DAY_SECONDS = 86_400;
const START = '2026-01-01T00:00:00.000Z';
const MODEL = 'a'.repeat(64);
/** Streams of random numbers: one per feature for its rows and one for its mean; the last feature is the scores. */
const MEAN_STREAM = 100;

const deciles = Array.from({ length: 9 }, (_, index) => normalQuantile((index + 1) / 10));

/** The value of a normal feature that half of its bin is below, in its deviations. */
export const binMedians = Array.from({ length: 10 }, (_, bin) => normalQuantile((bin + 0.5) / 10));

/** What the model was trained on; importances fall from feature to feature, as in most models. */
export function streamProfile(repetition: number): ReferenceProfile {
  const weights = Array.from({ length: FEATURES }, (_, feature) => 0.85 ** rankOf(feature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = (feature: number) => drawn(sharesOf(feature, 0), TRAINED_ROWS, feature, repetition, 0);
  return {
    schema: 'ratchet.reference-profile/1',
    modelName: 'bench',
    modelSha256: MODEL,
    snapshotSha256: MODEL,
    rows: TRAINED_ROWS,
    features: weights.map((weight, feature) => {
      const common = { feature: nameOf(feature), missing: [], importance: weight / total };
      if (feature >= NUMERIC) return { kind: 'categorical', ...common, counts: levelsOf(counts(feature)) };
      const bins = { bins: counts(feature), missing: 0 };
      return { kind: 'numeric', ...common, edges: [...deciles], counts: bins, mean: 0, deviation: 1 };
    }),
    scoreRows: TRAINED_ROWS,
    // what came of them does not matter to whether they move
    scores: [{ output: 'yes', edges: [...deciles], bins: counts(FEATURES), positives: new Array<number>(10).fill(0) }],
  };
}

/** Counts of one day, from 1 on. */
export function streamWindow({ rows, wobble, shift, repetition }: StreamSettings, day: number): DriftWindow {
  const counts = (feature: number) => {
    const moved = wobble * normalQuantile(uniformAt(SEED, MEAN_STREAM + feature, repetition, day));
    return drawn(sharesOf(feature, moved + (feature === 0 ? shift : 0)), rows, feature, repetition, day);
  };
  return {
    schema: 'ratchet.drift-window/1',
    modelSha256: MODEL,
    from: secondsAfter(START, day * DAY_SECONDS),
    to: secondsAfter(START, (day + 1) * DAY_SECONDS),
    rows,
    features: Array.from({ length: FEATURES }, (_, feature) =>
      feature < NUMERIC
        ? { kind: 'numeric', feature: nameOf(feature), counts: { bins: counts(feature), missing: 0 } }
        : { kind: 'categorical', feature: nameOf(feature), counts: levelsOf(counts(feature)) },
    ),
    scores: [{ output: 'yes', bins: counts(FEATURES) }],
  };
}

/** Shares of the deciles of a normal distribution whose mean has moved; the difference of two is what a bin holds. */
export function movedShares(moved: number): number[] {
  const below = [...deciles.map((edge) => normalCdf(edge - moved)), 1];
  return below.map((share, bin) => share - (below[bin - 1] ?? 0));
}

/** Levels are each as frequent as their rank says; a moved mean favours the frequent ones, or the rare ones. */
function sharesOf(feature: number, moved: number): number[] {
  const levels = LEVELS[feature - NUMERIC];
  if (levels === undefined) return movedShares(moved);
  const weights = Array.from({ length: levels }, (_, rank) => (1 / (rank + 1)) * Math.exp((moved * rank) / levels));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** So many rows drawn with these shares, one bin after the other from what is left. */
function drawn(shares: readonly number[], rows: number, feature: number, repetition: number, day: number): number[] {
  let [left, rest] = [rows, 1];
  return shares.map((share, bin) => {
    const isLast = bin === shares.length - 1;
    const uniform = uniformAt(SEED + rows, feature, repetition, day * 64 + bin);
    const count = isLast ? left : binomialQuantile(uniform, left, Math.min(share / rest, 1));
    left -= count;
    rest -= share;
    return count;
  });
}

/** The name with the most levels matters nearly as much as the first number. */
function rankOf(feature: number): number {
  if (feature === FEATURES - 1) return 1;
  return feature === 0 ? 0 : feature + 1;
}

function levelsOf(counts: readonly number[]) {
  return { levels: counts.map((rows, rank) => ({ level: `level ${rank}`, rows })), other: 0, missing: 0 };
}

function nameOf(feature: number): string {
  return `feature ${feature}`;
}
