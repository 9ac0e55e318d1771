import type { Tree, TreeEnsemble } from '../../lib/training/trees/tree-ensemble.ts';
import { bytesField, type Field, floatField, intField, joined, messageField, textField } from './protobuf.ts';

// numbers of onnx.proto3, and of its AttributeProto.AttributeType
const attributeType = { text: 3, floats: 6, ints: 7, texts: 8, int: 2 };
const FLOAT_TENSOR = 1;
const IR_VERSION = 8;
const OPSETS = [
  { domain: '', version: 15 },
  { domain: 'ai.onnx.ml', version: 3 },
];

/**
 * An ensemble as an ONNX model: a TreeEnsembleRegressor from the tensor `rows` to the tensor `margins`. It gives margins,
 * because onnxruntime does not apply the operator's own LOGISTIC.
 */
export function onnxModel(ensemble: TreeEnsemble): Uint8Array {
  return modelOf(ensemble, [], 'margins');
}

/** The same, but for a node more, which makes probabilities of a positive class, or of classes, of the margins. */
export function onnxProbabilities(ensemble: TreeEnsemble): Uint8Array {
  const operator = ensemble.baseMargins.length === 1 ? 'Sigmoid' : 'Softmax';
  const link = messageField(1, [textField(1, 'margins'), textField(2, 'probabilities'), textField(4, operator)]);
  return modelOf(ensemble, [link], 'probabilities');
}

function modelOf(ensemble: TreeEnsemble, links: readonly Field[], output: string): Uint8Array {
  const graph = [
    messageField(1, treeNode(ensemble)),
    ...links,
    textField(2, 'trees'),
    messageField(11, tensorInfo('rows', ensemble.columns)),
    messageField(12, tensorInfo(output, ensemble.baseMargins.length)),
  ];
  return joined([
    intField(1, IR_VERSION),
    textField(2, 'ratchet-bench'),
    messageField(7, graph),
    ...OPSETS.map(({ domain, version }) => messageField(8, [textField(1, domain), intField(2, version)])),
  ]);
}

/** Float rows of this many columns, of any number. */
function tensorInfo(name: string, columns: number): Field[] {
  const shape = [messageField(1, [textField(2, 'count')]), messageField(1, [intField(1, columns)])];
  return [textField(1, name), messageField(2, [messageField(1, [intField(1, FLOAT_TENSOR), messageField(2, shape)])])];
}

function treeNode({ trees, outputOf, baseMargins }: TreeEnsemble): Field[] {
  const nodes = trees.flatMap((tree, id) => Array.from(tree.left.keys(), (node) => ({ tree, id, node })));
  const leaves = nodes.filter(isLeaf);
  const ints = (of: typeof nodes, value: (node: (typeof nodes)[number]) => number) => of.map(value);
  return [
    textField(1, 'rows'),
    textField(2, 'margins'),
    textField(4, 'TreeEnsembleRegressor'),
    intsAttribute(
      'nodes_treeids',
      ints(nodes, ({ id }) => id),
    ),
    intsAttribute(
      'nodes_nodeids',
      ints(nodes, ({ node }) => node),
    ),
    intsAttribute(
      'nodes_featureids',
      ints(nodes, ({ tree, node }) => Math.max(0, tree.feature[node] as number)),
    ),
    intsAttribute(
      'nodes_truenodeids',
      ints(nodes, ({ tree, node }) => Math.max(0, tree.left[node] as number)),
    ),
    intsAttribute(
      'nodes_falsenodeids',
      ints(nodes, ({ tree, node }) => Math.max(0, tree.right[node] as number)),
    ),
    intsAttribute(
      'nodes_missing_value_tracks_true',
      ints(nodes, ({ tree, node }) => tree.missingLeft[node] as number),
    ),
    floatsAttribute(
      'nodes_values',
      ints(nodes, ({ tree, node }) => tree.threshold[node] as number),
    ),
    textsAttribute(
      'nodes_modes',
      nodes.map((node) => (isLeaf(node) ? 'LEAF' : 'BRANCH_LT')),
    ),
    intsAttribute(
      'target_treeids',
      ints(leaves, ({ id }) => id),
    ),
    intsAttribute(
      'target_nodeids',
      ints(leaves, ({ node }) => node),
    ),
    intsAttribute(
      'target_ids',
      ints(leaves, ({ id }) => outputOf[id] as number),
    ),
    floatsAttribute(
      'target_weights',
      ints(leaves, ({ tree, node }) => tree.value[node] as number),
    ),
    floatsAttribute('base_values', Array.from(baseMargins)),
    attribute('n_targets', attributeType.int, [intField(3, baseMargins.length)]),
    attribute('post_transform', attributeType.text, [textField(4, 'NONE')]),
    textField(7, 'ai.onnx.ml'),
  ];
}

function isLeaf({ tree, node }: { readonly tree: Tree; readonly node: number }): boolean {
  return tree.left[node] === -1;
}

function intsAttribute(name: string, values: readonly number[]): Field {
  return attribute(
    name,
    attributeType.ints,
    values.map((value) => intField(8, value)),
  );
}

function floatsAttribute(name: string, values: readonly number[]): Field {
  return attribute(
    name,
    attributeType.floats,
    values.map((value) => floatField(7, value)),
  );
}

function textsAttribute(name: string, values: readonly string[]): Field {
  return attribute(
    name,
    attributeType.texts,
    values.map((value) => bytesField(9, new TextEncoder().encode(value))),
  );
}

/** A field of a NodeProto. */
function attribute(name: string, type: number, fields: readonly Field[]): Field {
  return messageField(5, [textField(1, name), ...fields, intField(20, type)]);
}
