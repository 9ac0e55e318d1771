import type { Tree, TreeEnsemble } from '../trees/tree-ensemble.ts';
import { floatText, roundedFloatText } from './float-text.ts';
import { objectiveOf, objectiveParameters } from './xgboost-objective.ts';

/** The release of XGBoost whose format is written. */
const VERSION = '[1,7,4]';

const NO_PARENT = 2_147_483_647;

/** The top-level members of XGBoost's JSON, each as JSON text. XGBoost ignores other members beside them. */
export interface XgboostMembers {
  readonly learner: string;
  readonly version: string;
}

/** An ensemble as a JSON file that XGBoost loads. */
export function writeXgboostJson(ensemble: TreeEnsemble, featureNames: readonly string[] | null): string {
  const { learner, version } = xgboostMembers(ensemble, featureNames);
  return `{"learner":${learner},"version":${version}}`;
}

export function xgboostMembers(ensemble: TreeEnsemble, featureNames: readonly string[] | null): XgboostMembers {
  return { learner: learnerText(ensemble, featureNames), version: VERSION };
}

/**
 * The `learner` of XGBoost's JSON: the same text for the same ensemble, members in alphabetical order. What scores is
 * exact; gains, covers and the values of inner nodes have 6 digits.
 */
export function learnerText(ensemble: TreeEnsemble, featureNames: readonly string[] | null): string {
  const outputs = ensemble.baseMargins.length;
  const objective = `{"name":"${objectiveOf[ensemble.link]}",${objectiveParameters[ensemble.link](outputs)}}`;
  return [
    `{"attributes":{},"feature_names":${JSON.stringify(featureNames ?? [])},"feature_types":[]`,
    `"gradient_booster":{"model":${modelText(ensemble)},"name":"gbtree"}`,
    `"learner_model_param":${settingsText(ensemble)},"objective":${objective}}`,
  ].join(',');
}

function settingsText({ baseMargins, columns, link }: TreeEnsemble): string {
  const outputs = baseMargins.length;
  const classes = link === 'softmax' ? outputs : 0;
  const targets = link === 'identity' ? outputs : 1;
  const baseScore = floatText(link === 'logistic' ? 0.5 : (sharedBase(baseMargins, link) ?? 0));
  return `{"base_score":"${baseScore}","boost_from_average":"1","num_class":"${classes}","num_feature":"${columns}","num_target":"${targets}"}`;
}

/** The one margin that `base_score` can say exactly; null where first trees have to. */
function sharedBase(baseMargins: Float32Array, link: TreeEnsemble['link']): number | null {
  const first = baseMargins[0] ?? 0;
  const sayable = link === 'logistic' ? first === 0 : true;
  return sayable && baseMargins.every((margin) => margin === first) ? first : null;
}

function modelText(ensemble: TreeEnsemble): string {
  const { columns, baseMargins, link } = ensemble;
  const leading = sharedBase(baseMargins, link) === null ? Array.from(baseMargins, leafOnly) : [];
  const trees = [...leading, ...ensemble.trees];
  const outputOf = [...leading.keys(), ...ensemble.outputOf];
  return [
    `{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"${trees.length}","size_leaf_vector":"0"}`,
    `"tree_info":[${outputOf.join(',')}]`,
    `"trees":[${trees.map((tree, index) => treeText(tree, index, columns)).join(',')}]}`,
  ].join(',');
}

function leafOnly(value: number): Tree {
  return {
    feature: Int32Array.of(-1),
    threshold: Float32Array.of(0),
    left: Int32Array.of(-1),
    right: Int32Array.of(-1),
    missingLeft: Uint8Array.of(0),
    value: Float32Array.of(value),
    gain: Float32Array.of(0),
    cover: Float32Array.of(0),
  };
}

function treeText(tree: Tree, id: number, columns: number): string {
  const { left, feature, threshold, value } = tree;
  const nodes = left.length;
  const conditions = threshold.map((split, node) => (left[node] === -1 ? (value[node] as number) : split));
  const features = feature.map((column) => Math.max(0, column));
  return [
    `{"base_weights":[${texts(value, roundedFloatText)}],"categories":[],"categories_nodes":[]`,
    `"categories_segments":[],"categories_sizes":[],"default_left":[${tree.missingLeft.join(',')}],"id":${id}`,
    `"left_children":[${left.join(',')}],"loss_changes":[${texts(tree.gain, roundedFloatText)}]`,
    `"parents":[${parentsOf(tree).join(',')}],"right_children":[${tree.right.join(',')}]`,
    `"split_conditions":[${texts(conditions, floatText)}],"split_indices":[${features.join(',')}]`,
    `"split_type":[${'0,'.repeat(nodes).slice(0, -1)}],"sum_hessian":[${texts(tree.cover, roundedFloatText)}]`,
    `"tree_param":{"num_deleted":"0","num_feature":"${columns}","num_nodes":"${nodes}","size_leaf_vector":"0"}}`,
  ].join(',');
}

function texts(values: Float32Array, textOf: (value: number) => string): string {
  let text = '';
  for (let i = 0; i < values.length; i += 1) text += `${i === 0 ? '' : ','}${textOf(values[i] as number)}`;
  return text;
}

function parentsOf({ left, right }: Tree): Int32Array {
  const parents = new Int32Array(left.length).fill(NO_PARENT);
  for (let node = 0; node < left.length; node += 1) {
    const child = left[node] as number;
    if (child === -1) continue;
    parents[child] = node;
    parents[right[node] as number] = node;
  }
  return parents;
}
