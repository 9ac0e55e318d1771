import type { FeatureRow, Score } from '../artifacts/feature-value.ts';

/** Whether a score is what a caller may be given: every probability a number from 0 to 1. */
export function isValidScore(score: number | readonly number[]): score is Score {
  return [score].flat().every((probability) => probability >= 0 && probability <= 1);
}

/** The part of a row that a model knows; senders send whole rows. */
export function knownFeatures(row: FeatureRow, features: Readonly<Record<string, unknown>>): FeatureRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => Object.hasOwn(features, name)));
}
