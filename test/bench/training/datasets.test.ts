import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bankMarketing, creditDefault, peerArguments, synthetic } from '../../../bench/training/datasets.ts';
import { readDataset, splitAt } from '../../../bench/training/split-dataset.ts';
import { writeRowNumbers } from '../../../bench/training/test-rows.ts';

test('what leaks the outcome of a call is no feature, on neither side', () => {
  const names = bankMarketing().features.map(({ name }) => name);

  expect(names).toHaveLength(15);
  expect(names).not.toContain('duration');
  expect(peerArguments(bankMarketing())).toContain('duration');
});

test('texts of bank marketing are read as texts, and numbers of credit default as numbers', () => {
  expect(peerArguments(bankMarketing())).not.toContain('--float32');
  expect(peerArguments(bankMarketing())).toContain('unknown');
  expect(peerArguments(creditDefault())).toContain('--float32');
  expect(creditDefault().features).toHaveLength(23);
});

test('the rows with the given numbers are the test rows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ratchet-split-'));
  try {
    const path = join(folder, 'table.csv');
    writeFileSync(path, 'x0,y\n10,0\n11,1\n12,1\n13,0\n');
    const testRows = writeRowNumbers(join(folder, 'rows.json'), [1, 3]);
    const dataset = synthetic(path, 1);

    const { train, test: tested } = splitAt(await readDataset(dataset), dataset.positive, testRows);

    expect(train.table.columns).toMatchObject([{ values: Float32Array.of(10, 12) }]);
    expect(Array.from(train.labels)).toEqual([0, 1]);
    expect(tested.table.columns).toMatchObject([{ values: Float32Array.of(11, 13) }]);
    expect(Array.from(tested.labels)).toEqual([1, 0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
