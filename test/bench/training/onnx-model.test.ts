import { expect, test } from 'vitest';
import { onnxModel } from '../../../bench/training/onnx-model.ts';
import type { TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';

/** Left below 2.5 of the second column, where what is missing goes too; a second tree of one leaf. */
const ensemble: TreeEnsemble = {
  columns: 300,
  baseMargins: Float32Array.of(0.25),
  link: 'logistic',
  trees: [
    {
      feature: Int32Array.of(1, -1, -1),
      threshold: Float32Array.of(2.5, 0, 0),
      left: Int32Array.of(1, -1, -1),
      right: Int32Array.of(2, -1, -1),
      missingLeft: Uint8Array.of(1, 0, 0),
      value: Float32Array.of(0, -0.5, 0.75),
      gain: Float32Array.of(3, 0, 0),
      cover: Float32Array.of(8, 4, 4),
    },
    {
      feature: Int32Array.of(-1),
      threshold: Float32Array.of(0),
      left: Int32Array.of(-1),
      right: Int32Array.of(-1),
      missingLeft: Uint8Array.of(0),
      value: Float32Array.of(0.125),
      gain: Float32Array.of(0),
      cover: Float32Array.of(8),
    },
  ],
  outputOf: Int32Array.of(0, 0),
};

interface DecodedField {
  readonly number: number;
  readonly value: Buffer | number;
}

function decoded(bytes: Buffer): DecodedField[] {
  const fields: DecodedField[] = [];
  let at = 0;
  const varint = () => {
    let [value, shift] = [0, 0];
    for (; (bytes[at] ?? 0) > 127; at += 1, shift += 7) value += ((bytes[at] ?? 0) & 127) * 2 ** shift;
    at += 1;
    return value + (bytes[at - 1] ?? 0) * 2 ** shift;
  };
  while (at < bytes.length) {
    const head = varint();
    const [number, wire] = [head >>> 3, head & 7];
    if (wire === 0) fields.push({ number, value: varint() });
    else if (wire === 5) {
      fields.push({ number, value: bytes.readFloatLE(at) });
      at += 4;
    } else {
      const length = varint();
      fields.push({ number, value: bytes.subarray(at, at + length) });
      at += length;
    }
  }
  return fields;
}

/** What stands at a path of field numbers, one for each time that the last one is repeated. */
function at(bytes: Buffer, ...path: readonly number[]): DecodedField['value'][] {
  const [first, ...rest] = path;
  const found = decoded(bytes).filter(({ number }) => number === first);
  const values = found.map(({ value }) => value);
  return rest.length === 0 ? values : values.flatMap((value) => at(value as Buffer, ...rest));
}

const model = Buffer.from(onnxModel(ensemble));
const [GRAPH, NODE, ATTRIBUTE] = [7, 1, 5];

function attributes() {
  return new Map(
    at(model, GRAPH, NODE, ATTRIBUTE).map((bytes) => {
      const [name, ...values] = decoded(bytes as Buffer);
      const type = values.pop()?.value;
      const plain = values.map(({ value }) => (typeof value === 'number' ? value : value.toString()));
      return [String(name?.value), { type, values: plain }];
    }),
  );
}

test('both operator sets, and the shapes of rows and margins', () => {
  expect(at(model, 8, 1).map(String)).toEqual(['', 'ai.onnx.ml']);
  expect(at(model, 8, 2)).toEqual([15, 3]);
  expect(at(model, GRAPH, 11, 2, 1, 2, 1, 1)).toEqual([300]);
  expect(at(model, GRAPH, 12, 2, 1, 2, 1, 1)).toEqual([1]);
});

test('one node of trees from rows to margins', () => {
  const texts = (field: number) => at(model, GRAPH, NODE, field).map(String);

  expect([texts(1), texts(2), texts(4), texts(7)]).toEqual([
    ['rows'],
    ['margins'],
    ['TreeEnsembleRegressor'],
    ['ai.onnx.ml'],
  ]);
});

test('every node says where to go, and where to go without a value', () => {
  const of = (name: string) => attributes().get(name)?.values;

  expect(of('nodes_treeids')).toEqual([0, 0, 0, 1]);
  expect(of('nodes_nodeids')).toEqual([0, 1, 2, 0]);
  expect(of('nodes_modes')).toEqual(['BRANCH_LT', 'LEAF', 'LEAF', 'LEAF']);
  expect(of('nodes_featureids')).toEqual([1, 0, 0, 0]);
  expect(of('nodes_values')).toEqual([2.5, 0, 0, 0]);
  expect(of('nodes_truenodeids')).toEqual([1, 0, 0, 0]);
  expect(of('nodes_falsenodeids')).toEqual([2, 0, 0, 0]);
  expect(of('nodes_missing_value_tracks_true')).toEqual([1, 0, 0, 0]);
});

test('leaves add their values to the base', () => {
  const of = (name: string) => attributes().get(name)?.values;

  expect(of('target_treeids')).toEqual([0, 0, 1]);
  expect(of('target_nodeids')).toEqual([1, 2, 0]);
  expect(of('target_weights')).toEqual([-0.5, 0.75, 0.125]);
  expect(of('base_values')).toEqual([0.25]);
  expect(of('n_targets')).toEqual([1]);
});

test('each attribute says of what type it is', () => {
  const types = new Map([...attributes()].map(([name, { type }]) => [name, type]));

  expect(types.get('nodes_values')).toBe(6);
  expect(types.get('nodes_treeids')).toBe(7);
  expect(types.get('nodes_modes')).toBe(8);
  expect(types.get('n_targets')).toBe(2);
  expect(types.get('post_transform')).toBe(3);
});
