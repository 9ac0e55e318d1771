import { expect, test } from 'vitest';
import { rocAuc } from '../../../lib/statistics/metrics/auc.ts';
import { logLoss } from '../../../lib/statistics/metrics/probability-loss.ts';
import { sigmoid } from '../../../lib/training/scoring/link.ts';
import { boostTrees } from '../../../lib/training/trees/boosted-trees.ts';
import type { BoostingRows } from '../../../lib/training/trees/boosting-task.ts';
import { bankMarketingRows } from '../bank-marketing.ts';
import { marginsOf, plainSettings } from './boosting-oracle.ts';
import reference from './boosting-quality-reference.json' with { type: 'json' };

const settings = { ...plainSettings, trees: 30, depth: 6, learningRate: 0.3 };

/** Text as places among the sorted texts, `unknown` as missing: what the reference script does. */
function numbersOf(cells: readonly string[]): Float32Array {
  if (cells.every((cell) => cell !== '' && !Number.isNaN(Number(cell)))) return Float32Array.from(cells, Number);
  const texts = Array.from(new Set(cells.filter((cell) => cell !== 'unknown'))).sort();
  const codes = new Map(texts.map((text, code) => [text, code]));
  return Float32Array.from(cells, (cell) => codes.get(cell) ?? Number.NaN);
}

const table = bankMarketingRows('y');
const names = Object.keys(table[0]?.features ?? {}).filter((name) => name !== 'y' && name !== 'duration');
const columns = names.map((name) => numbersOf(table.map((row) => String(row.features[name]))));

function rowsWhere(taken: (row: number) => boolean): BoostingRows {
  const rows = Uint32Array.from(table.keys()).filter(taken);
  return {
    columns: columns.map((column) => Float32Array.from(rows, (row) => column[row] ?? 0)),
    labels: Int32Array.from(rows, (row) => Number(table[row]?.label === 'yes')),
    outputs: 1,
  };
}

async function quality(seed: number): Promise<{ auc: number; logLoss: number }> {
  const isTest = (row: number) => ((row * 7919 + seed * 2221) % 10007) % 5 === 0;
  const test = rowsWhere(isTest);
  const { ensemble } = await boostTrees({ train: rowsWhere((row) => !isTest(row)), settings });
  const scores = Array.from(test.labels, (_, row) => sigmoid(marginsOf(ensemble, test.columns, row)[0] ?? 0));
  const positives = Array.from(test.labels, (label) => label === 1);
  return {
    auc: rocAuc(positives, scores) ?? Number.NaN,
    logLoss: logLoss(scores.map((score, row) => (positives[row] ? score : 1 - score))) ?? Number.NaN,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('the trees tell apart on bank marketing as well as those of XGBoost', async () => {
  const own = await Promise.all(reference.map((_, seed) => quality(seed)));

  expect(Math.abs(mean(own.map(({ auc }) => auc)) - mean(reference.map(({ auc }) => auc)))).toBeLessThan(0.001);
  const losses = [own, reference].map((scores) => mean(scores.map((score) => score.logLoss)));
  expect(Math.abs((losses[0] ?? 0) - (losses[1] ?? 1))).toBeLessThan(0.001);
});
