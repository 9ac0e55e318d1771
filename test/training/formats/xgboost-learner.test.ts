import { describe, expect, test } from 'vitest';
import { ensembleOf, modelOf } from '../../../lib/training/formats/xgboost-learner.ts';
import { savedModel } from './xgboost-reference.ts';

/** The binary reference model with the member at a path set to something else. */
function withMember(path: string, value: unknown): unknown {
  const { learner } = JSON.parse(savedModel('binary', 'json').toString());
  const steps = path.split('.');
  const last = steps.pop() as string;
  const parent = steps.reduce((object, step) => object[step], learner);
  parent[last] = value;
  return learner;
}

test.each([
  ['binary:logistic', '3E-1', Math.log(0.3 / 0.7)],
  ['reg:logistic', '3E-1', Math.log(0.3 / 0.7)],
  ['binary:logitraw', '3E-1', 0.3],
  ['binary:logitraw', '-2E0', -2],
])('of %s a base score of %s is a margin of %d', (objective, baseScore, margin) => {
  const learner = withMember('learner_model_param.base_score', baseScore) as { objective: { name: string } };
  learner.objective.name = objective;

  expect(ensembleOf(learner, 'learner').baseMargins[0]).toBeCloseTo(margin, 6);
});

const FIRST_TREE = 'gradient_booster.model.trees.0';
const NODE_OF_FIRST_TREE = 'artefact.learner.gradient_booster.model.trees[0]';

describe('a broken learner is refused with what is wrong and where', () => {
  test.each([
    [
      'learner_model_param.num_feature',
      '-1',
      '\'artefact.learner.learner_model_param.num_feature\' should be a whole number from 0 to 65536, for example "3", got "-1"',
    ],
    ['learner_model_param.num_feature', '70000', 'num_feature'],
    ['learner_model_param.base_score', '1E0', 'should be a probability between 0 and 1, for example "5E-1", got "1E0"'],
    ['learner_model_param.base_score', '', 'base_score'],
    ['objective', null, "'artefact.learner.objective' should be an object, got null"],
    ['feature_names', ['a'], "should be an array of 6, as 'num_feature' says, got an array of 1"],
    ['feature_names.2', 3, "'artefact.learner.feature_names[2]' should be the name of a feature, got 3"],
    ['gradient_booster.model.trees', {}, "gradient_booster.model.trees' should be an array, got an object"],
    ['gradient_booster.model.tree_info.1', 1, "tree_info[1]' should be an output from 0 to 0, got 1"],
    ['gradient_booster.model.tree_info', [0], 'should be an array of 6, one per tree, got an array of 1'],
    [FIRST_TREE, null, `'${NODE_OF_FIRST_TREE}' should be an object, got null`],
    [
      `${FIRST_TREE}.left_children`,
      [],
      `'${NODE_OF_FIRST_TREE}.left_children' should be an array of at least one node`,
    ],
    [`${FIRST_TREE}.split_indices`, [0], "should be an array of 25, as 'left_children' is, got an array of 1"],
    [
      `${FIRST_TREE}.split_indices.0`,
      6,
      `'${NODE_OF_FIRST_TREE}.split_indices[0]' should be a feature from 0 to 5, got 6`,
    ],
    [`${FIRST_TREE}.left_children.0`, 25, `'${NODE_OF_FIRST_TREE}.left_children[0]' should be a node from 1 to 24`],
    [`${FIRST_TREE}.left_children.0`, 1.5, 'should be a whole number of 32 bits, got 1.5'],
    [`${FIRST_TREE}.left_children.0`, { toString: {} }, 'should be a whole number of 32 bits, got an object'],
    [
      `${FIRST_TREE}.split_conditions.0`,
      { toString: {} },
      'should be a finite float32, for example 1.5, got an object',
    ],
    ['gradient_booster.model.tree_info.0', { valueOf: {} }, 'should be an output from 0 to 0, got an object'],
    [`${FIRST_TREE}.right_children.0`, 1, `'${NODE_OF_FIRST_TREE}.right_children[0]' should be a node`],
    [`${FIRST_TREE}.right_children.1`, 0, `'${NODE_OF_FIRST_TREE}.right_children[1]' should be a node`],
    [`${FIRST_TREE}.right_children.0`, -1, 'or -1 on both sides of a leaf, got -1'],
    [
      `${FIRST_TREE}.split_conditions.3`,
      null,
      `'${NODE_OF_FIRST_TREE}.split_conditions[3]' should be a finite float32, for example 1.5, got null`,
    ],
    [`${FIRST_TREE}.split_conditions.3`, 1e39, 'should be a finite float32, for example 1.5, got 1e+39'],
    [`${FIRST_TREE}.sum_hessian.3`, '1', 'should be a finite float32, for example 1.5, got "1"'],
    [`${FIRST_TREE}.default_left.3`, 2, `'${NODE_OF_FIRST_TREE}.default_left[3]' should be 0 or 1, got 2`],
  ])('%s is %j', (path, value, message) => {
    const learner = withMember(path, value);

    expect(() => ensembleOf(learner, 'artefact.learner')).toThrow(
      expect.objectContaining({ name: 'ModelFileBroken', message: expect.stringContaining(message) }),
    );
  });

  test('nodes that the root does not lead to', () => {
    const learner = withMember(`${FIRST_TREE}.left_children.0`, -1);
    const tree = Object(learner).gradient_booster.model.trees[0];
    tree.right_children[0] = -1;

    expect(() => ensembleOf(learner, 'learner')).toThrow('such that node 1 is reached from the root');
  });

  test.each([undefined, null, 'learner', []])('no learner but %j', (learner) => {
    expect(() => ensembleOf(learner, 'learner')).toThrow("'learner' should be an object");
  });
});

describe('a kind of model that is not served is refused with what to do', () => {
  test.each([
    ['gradient_booster.name', 'gblinear', 'train with the booster gbtree'],
    ['gradient_booster.name', 'dart', 'train with the booster gbtree'],
    [
      'gradient_booster.model.gbtree_model_param.size_leaf_vector',
      '3',
      'train with multi_strategy one_output_per_tree',
    ],
    [`${FIRST_TREE}.categories_nodes`, [0], 'train without enable_categorical'],
    ['objective.name', 'rank:pairwise', 'train with one of binary:logistic'],
    ['objective.name', 'constructor', 'train with one of binary:logistic'],
  ])('%s is %j', (path, value, remedy) => {
    const learner = withMember(path, value);

    expect(() => ensembleOf(learner, 'learner')).toThrow(
      expect.objectContaining({ name: 'ModelKindUnsupported', message: expect.stringContaining(remedy) }),
    );
  });

  test('trees deeper than 256', () => {
    const learner = withMember(FIRST_TREE, chain(257));

    expect(() => ensembleOf(learner, 'learner')).toThrow('is deeper than 256: train with a max_depth');
    expect(ensembleOf(withMember(FIRST_TREE, chain(256)), 'learner').trees[0]?.left).toHaveLength(513);
  });
});

describe('variants that other releases of XGBoost write are read', () => {
  test('flags as true and false', () => {
    const flags = Array.from({ length: 25 }, (_, node) => node === 0);

    const { trees } = ensembleOf(withMember(`${FIRST_TREE}.default_left`, flags), 'learner');

    expect(trees[0]?.missingLeft[0]).toBe(1);
  });

  test('a base score in brackets', () => {
    expect(ensembleOf(withMember('learner_model_param.base_score', '[5E-1]'), 'learner').baseMargins).toEqual(
      Float32Array.of(0),
    );
  });

  test('no names and no number of targets', () => {
    const { featureNames, ensemble } = modelOf(withMember('feature_names', undefined), 'learner');

    expect(featureNames).toBeNull();
    expect(ensembleOf(withMember('learner_model_param.num_target', undefined), 'learner')).toEqual(ensemble);
  });
});

/** A tree whose every split has a leaf on its right and the next split on its left. */
function chain(depth: number): unknown {
  const nodes = 2 * depth + 1;
  const splits = (node: number) => node % 2 === 1 || node === 0;
  const child = (node: number) => (node === 0 ? 1 : node + 2);
  const isSplit = (node: number) => splits(node) && child(node) < nodes;
  const children = (step: number) =>
    Array.from({ length: nodes }, (_, node) => (isSplit(node) ? child(node) + step : -1));
  const zeros = new Array(nodes).fill(0);
  return {
    left_children: children(0),
    right_children: children(1),
    split_indices: zeros,
    split_conditions: zeros,
    default_left: zeros,
    base_weights: zeros,
    loss_changes: zeros,
    sum_hessian: zeros,
  };
}
