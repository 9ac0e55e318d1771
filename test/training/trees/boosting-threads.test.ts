import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { boostTrees } from '../../../lib/training/trees/boosted-trees.ts';
import type { BoostedTrees, BoostingTask } from '../../../lib/training/trees/boosting-task.ts';
import { startThreads } from '../../../lib/training/trees/boosting-threads.ts';
import { plainSettings } from './boosting-oracle.ts';
import { madeUpRows } from './made-up-rows.ts';

function fingerprint({ ensemble, validationLosses }: BoostedTrees): string {
  const hash = createHash('sha256');
  for (const tree of ensemble.trees) for (const array of Object.values(tree)) hash.update(array);
  return hash.update(Float64Array.from(validationLosses)).digest('hex').slice(0, 16);
}

const binary: Omit<BoostingTask, 'threads'> = {
  train: { ...madeUpRows(70_000), classWeights: [1, 2] },
  validation: madeUpRows(20_000, { seed: 2 }),
  settings: { ...plainSettings, trees: 4, depth: 5, subsample: 0.8, columnSample: 0.75 },
};
const multiclass: Omit<BoostingTask, 'threads'> = {
  train: madeUpRows(40_000, { outputs: 3 }),
  validation: madeUpRows(5_000, { outputs: 3, seed: 2 }),
  settings: { ...plainSettings, trees: 2, depth: 4 },
};

describe('the trees are the same bits', () => {
  test.each([1, 2, 3])('on %i threads, of two classes', async (threads) => {
    expect(fingerprint(await boostTrees({ ...binary, threads }))).toBe('e6db5cb8e1a5e58c');
  });

  test.each([1, 2, 3])('on %i threads, of three classes', async (threads) => {
    expect(fingerprint(await boostTrees({ ...multiclass, threads }))).toBe('b86abfedc082bdf7');
  });

  test('on more threads than there are blocks of rows', async () => {
    const task = { train: madeUpRows(100), settings: plainSettings };

    const [one, four] = await Promise.all([boostTrees(task), boostTrees({ ...task, threads: 4 })]);

    expect(fingerprint(four)).toBe(fingerprint(one));
  });
});

test('a thread that fails to start is done without', async () => {
  const nothing = { module: {}, memory: { buffer: new ArrayBuffer(0), grow: () => 0 }, job: 0 };

  await expect(startThreads(2, nothing)).resolves.toBe(0);
});
