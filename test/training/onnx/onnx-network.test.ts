import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ModelMismatch } from '../../../lib/training/adoption/model-mismatch.ts';
import { ModelFileBroken } from '../../../lib/training/formats/model-file.ts';
import { OnnxTimedOut } from '../../../lib/training/onnx/onnx-errors.ts';
import { openNetwork } from '../../../lib/training/onnx/onnx-network.ts';
import { graphFile, useStandIn } from './graph-file.ts';

useStandIn();

const binary = { columns: 2, positiveClass: 'yes', classes: [] };
const threeClasses = { columns: 2, positiveClass: null, classes: ['low', 'middle', 'high'] };
const weights = [[0.5, -0.25]];
const threeWeights = [
  [1, 0],
  [0, 1],
  [0.5, 0.5],
];

const sigmoid = (margin: number) => 1 / (1 + Math.exp(-margin));

describe('scores without waiting for a promise', () => {
  test.each([
    ['[rows, 1]', {}],
    ['[rows]', { flat: true }],
    ['the second column of [rows, 2]', { pair: true }],
    ['the output that is called so', { outputs: ['embedding', 'probabilities'] }],
  ])('as the probability of a positive class: %s', (_, shape) => {
    const network = openNetwork(graphFile({ weights, ...shape }), binary);

    const [first, second] = network.scores(Float32Array.of(4, 2, -2, 0));

    expect(first).toBeCloseTo(sigmoid(1.5), 6);
    expect(second).toBeCloseTo(sigmoid(-1), 6);
  });

  test('one per class', () => {
    const network = openNetwork(graphFile({ weights: threeWeights }), threeClasses);

    const scores = network.scores(Float32Array.of(3, 1, 0, 0));

    expect(scores).toHaveLength(6);
    expect(scores[0]).toBeGreaterThan(scores[2] as number);
    expect(scores[2]).toBeGreaterThan(scores[1] as number);
    expect(Array.from(scores.subarray(3))).toEqual(Array.from({ length: 3 }, () => Math.fround(1 / 3)));
  });

  test('of any number of rows, each as it is scored alone', () => {
    const network = openNetwork(graphFile({ weights }), binary);
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2, 4_095, 4_096, 4_097, 9_000), fc.nat(100), (rows, shift) => {
        const values = Float32Array.from({ length: rows * 2 }, (_, place) => ((place * 7 + shift) % 23) / 5);

        const scores = network.scores(values);

        expect(scores).toHaveLength(rows);
        for (const row of [0, Math.floor(rows / 2), rows - 1].filter((place) => place >= 0 && place < rows)) {
          expect(scores[row]).toBe(network.scores(values.slice(row * 2, row * 2 + 2))[0]);
        }
      }),
      { numRuns: 14 },
    );
  });
});

describe('a sound graph is refused', () => {
  test.each([
    ['of more columns', { weights: [[1, 2, 3]] }, binary, /\[rows, 2\], one column per feature.*got 'Got invalid dim/],
    ['of several inputs', { weights, inputs: ['user', 'item'] }, binary, /should have one input.*2 \(user, item\)/],
    ['of one output instead of three', { weights }, threeClasses, /\[rows, 3\], of low, middle, high, got \[3, 1\]/],
    ['of three outputs instead of one', { weights: threeWeights }, binary, /probability of 'yes'.*got \[3, 3\]/],
    ['of nothing but a label', { weights, outputs: [] }, binary, /only output of floats.*got none/],
    ['of several outputs', { weights, outputs: ['a', 'b'] }, binary, /called 'probabilities', got a, b/],
    ['of margins', { weights: [[9, 0.5]], link: 'none', fill: 2 }, binary, /got 18: end it with a sigmoid/],
    ['of shares that do not add up', { weights: threeWeights, link: 'none', fill: 0.7 }, threeClasses, /softmax/],
    ['that lets missing values through', { weights, fill: null }, binary, /\(NaN\), got NaN/],
  ] as const)('%s', (_, graph, form, message) => {
    const opening = () => openNetwork(graphFile(graph), form);

    expect(opening).toThrow(ModelMismatch);
    expect(opening).toThrow(message);
  });
});

test('a file that the runtime does not load is broken', () => {
  expect(() => openNetwork(Uint8Array.of(8, 8, 1, 2), binary)).toThrow(ModelFileBroken);
});

describe('a graph that does not answer in time is given up', () => {
  test('while it is loaded', () => {
    expect(() => openNetwork(graphFile({ weights, stuck: 'create' }), binary, 20)).toThrow(OnnxTimedOut);
  });

  test('while it scores, and the next rows have another thread', () => {
    const network = openNetwork(graphFile({ weights, stuck: 7 }), binary, 1_000);

    expect(() => network.scores(Float32Array.of(7, 0))).toThrow(OnnxTimedOut);
    expect(network.scores(Float32Array.of(0, 0))).toEqual(Float64Array.of(0.5));
  });
});
