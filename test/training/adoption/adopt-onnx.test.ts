import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { adoptModel } from '../../../lib/training/adoption/adopt-model.ts';
import { ModelMismatch } from '../../../lib/training/adoption/model-mismatch.ts';
import { ModelFileBroken } from '../../../lib/training/formats/model-file.ts';
import { isOnnx, requireOnnxSize } from '../../../lib/training/onnx/onnx-file.ts';
import { createScorer } from '../../../lib/training/scoring/scorer.ts';
import { scoreTable } from '../../../lib/training/scoring/table-scores.ts';
import { graphFile, useStandIn } from '../onnx/graph-file.ts';
import { binary, boosted, plans, taskOf, threeClasses, trainedFile } from './adoption-samples.ts';

useStandIn();

const weights = [[0.02, -0.1, 0.5]];
const file = graphFile({ weights });
const adopt = (content: Uint8Array, levels: Parameters<typeof adoptModel>[0]['levels'] = 'training-rows') =>
  adoptModel({ ...taskOf(binary), file: content, levels });

describe('a graph', () => {
  test('is measured on all three parts as any model is', () => {
    const { parts, stats, golden } = adopt(graphFile({ weights: [[0.05, 0, 0]] }));

    for (const part of Object.values(parts)) {
      expect(part.scores).toHaveLength(part.labels.length);
      expect(part.scores.every((score) => Number(score) > 0 && Number(score) < 1)).toBe(true);
    }
    expect(stats.auc).toBeGreaterThan(0.5);
    expect(golden.at(-1)).toEqual({ row: {}, score: 0.5 });
  });

  test('scores a row alone as it does among others', () => {
    const model = adopt(file);
    const { table } = taskOf(binary);
    const { labels } = taskOf(binary);
    const scores = scoreTable(model, { rows: labels.length, ...table });

    // the eighth of the samples
    expect(createScorer(model)({ age: 69, visits: 7, plan: 'paid' })).toBe(scores[7]);
  });

  test('of classes gives one probability each', () => {
    const three = graphFile({ weights: [...weights, [0, 0, 0], [-0.02, 0.1, 0]] });
    const { parts } = adoptModel({ ...taskOf(threeClasses), file: three, levels: 'training-rows' });

    expect(parts.holdout.scores.every((score) => Array.isArray(score) && score.length === 3)).toBe(true);
  });

  test('may come packed', () => {
    expect(adopt(gzipSync(file)).parts).toEqual(adopt(file).parts);
  });

  test('reads levels by their numbers in the definition', () => {
    const turned = adopt(file, new Map([['plan', plans.toReversed()]]));

    expect(createScorer(turned)({ plan: plans[2] as string })).toBe(0.5);
    expect(createScorer(adopt(file))({ plan: plans[2] as string })).toBeGreaterThan(0.7);
  });

  test('whose levels nobody lists is refused', () => {
    expect(() => adopt(file, new Map())).toThrow(ModelMismatch);
    expect(() => adopt(file, new Map())).toThrow(/level of 'plan'.*or list them in the definition$/);
  });

  test('of other columns than the definition has features is refused', () => {
    expect(() => adopt(graphFile({ weights: [[1, 2]] }))).toThrow(ModelMismatch);
  });
});

test('ONNX is told by its content', async () => {
  const { file: trees } = await trainedFile(binary, boosted(1));

  expect([file, trees, gzipSync(file), new Uint8Array(), Uint8Array.of(8)].map(isOnnx)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('a file may be so large and no larger', () => {
  expect(() => requireOnnxSize(new Uint8Array(10), 10)).not.toThrow();
  expect(() => requireOnnxSize(new Uint8Array(11), 10)).toThrow(ModelFileBroken);
});
