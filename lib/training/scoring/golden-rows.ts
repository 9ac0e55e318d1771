import type { FittedModel } from '../fitted-model.ts';
import type { TrainingFeatures } from '../table/feature-reading.ts';
import { createScorer, type GoldenRow } from './scorer.ts';

const SPREAD_ROWS = 9;

/** Rows evenly spread over those given, and one with everything missing, with what they score; 10 at most. */
export function goldenRows(model: FittedModel, rows: readonly TrainingFeatures[]): GoldenRow[] {
  const score = createScorer(model);
  const features = model.preparation.map(({ feature }) => feature);
  const count = Math.min(SPREAD_ROWS, rows.length);
  const spread = Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)] ?? {});
  return [...spread.map((row) => onlyFeatures(row, features)), {}].map((row) => ({ row, score: score(row) }));
}

function onlyFeatures(row: TrainingFeatures, features: readonly string[]): TrainingFeatures {
  return Object.fromEntries(
    features.flatMap((feature) => (Object.hasOwn(row, feature) ? [[feature, row[feature] ?? null]] : [])),
  );
}
