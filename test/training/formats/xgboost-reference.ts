import { readFileSync } from 'node:fs';
import reference from './xgboost-reference.json' with { type: 'json' };

export const referenceModels = ['binary', 'multiclass', 'pruned', 'forest'] as const;

export type ReferenceModel = (typeof referenceModels)[number];

/** What XGBoost says of the reference rows: by row, and then by output and column, the expected margin last. */
export const expectations: Readonly<
  Record<
    ReferenceModel,
    {
      readonly margins: readonly (readonly number[])[];
      readonly predictions: readonly (readonly number[])[];
      readonly contributions: readonly (readonly (readonly number[])[])[];
      readonly gains: readonly number[];
    }
  >
> = reference.models;

export const referenceRows: readonly Float32Array[] = reference.rows.map((row) =>
  Float32Array.from(row, (value) => value ?? Number.NaN),
);

/** A model as XGBoost saved it. */
export function savedModel(name: ReferenceModel, format: 'json' | 'ubj'): Buffer {
  return readFileSync(new URL(`${name}.xgboost-${format}`, import.meta.url));
}
