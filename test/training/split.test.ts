import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partOf, partsOf, rowParts } from '../../lib/training/split.ts';
import { splitRows } from '../../lib/training/train-model.ts';

const ids = Array.from({ length: 20_000 }, (_, index) => `outcome-${index}`);
const rows = ids.map((id) => ({ id }));

describe('the parts', () => {
  test('are 64, 16 and 20 percent of many rows', () => {
    const { train, validation, holdout } = splitRows(rows);
    expect(train.length / ids.length).toBeCloseTo(0.64, 1.5);
    expect(Math.abs(validation.length / ids.length - 0.16)).toBeLessThan(0.01);
    expect(Math.abs(holdout.length / ids.length - 0.2)).toBeLessThan(0.01);
    expect(train.length + validation.length + holdout.length).toBe(ids.length);
  });

  test('are pinned: another split would put rows that a champion was trained on into the holdout', () => {
    expect(ids.slice(0, 12).map(partOf)).toEqual([
      'train',
      'train',
      'holdout',
      'train',
      'train',
      'holdout',
      'train',
      'train',
      'train',
      'train',
      'validation',
      'train',
    ]);
  });

  test('of many rows are those of each', () => {
    expect([...partsOf(ids)].map((part) => rowParts[part])).toEqual(ids.map(partOf));
  });

  test('keep the order of the rows', () => {
    const { holdout } = splitRows(rows);
    expect(holdout.map(({ id }) => ids.indexOf(id))).toEqual(
      holdout.map(({ id }) => ids.indexOf(id)).sort((one, other) => one - other),
    );
  });
});

test('a row is in the same part whatever rows are around it', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 })),
      fc.uniqueArray(fc.string({ minLength: 1 })),
      (one, other) => {
        const first = splitRows(one.map((id) => ({ id })));
        const later = splitRows([...other, ...one].map((id) => ({ id })));
        const trainedOn = new Set(first.train.map(({ id }) => id));
        expect(later.holdout.some(({ id }) => trainedOn.has(id))).toBe(false);
      },
    ),
  );
});

test('ids that differ in one character are spread over all parts', () => {
  expect(new Set(Array.from('abcdefghijklmnopqrst', partOf))).toEqual(new Set(['train', 'validation', 'holdout']));
});
