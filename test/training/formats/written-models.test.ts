import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readXgboost } from '../../../lib/training/formats/read-xgboost.ts';
import { walkTrees } from '../../../lib/training/scoring/walk-trees.ts';
import written from './written-models.json' with { type: 'json' };
import { storedModel, writtenModels } from './written-models.ts';
import { referenceRows } from './xgboost-reference.ts';

const expectations: Readonly<Record<string, { readonly sha256: string; readonly margins: readonly number[][] }>> =
  written;

describe.each(Object.entries(writtenModels))('a stored model: %s', (name, ensemble) => {
  const text = storedModel(ensemble);

  test('is byte for byte what XGBoost has loaded', () => {
    const sha256 = createHash('sha256').update(text).digest('hex');

    expect(sha256, 'after a change of the format, make written-models.json again').toBe(expectations[name]?.sha256);
  });

  test('has the margins that XGBoost computes of it, to the last bit', () => {
    const read = readXgboost(Buffer.from(text)).ensemble;

    const margins = referenceRows.map((row) => Array.from(walkTrees(read, row)));

    expect(margins).toEqual(expectations[name]?.margins);
    expect(referenceRows.map((row) => Array.from(walkTrees(ensemble, row)))).toEqual(margins);
  });
});
