import type { Tree, TreeEnsemble } from '../trees/tree-ensemble.ts';
import {
  arrayMember,
  asObject,
  countMember,
  type JsonObject,
  ModelFileBroken,
  ModelKindUnsupported,
  memberPath,
  objectMember,
  textMember,
} from './model-file.ts';
import { baseMarginsOf, linkOfObjective } from './xgboost-objective.ts';
import { readTree } from './xgboost-tree.ts';

/** The most columns and outputs that a model may have. */
const MOST = 65_536;

/** A model as XGBoost stores it. */
export interface XgboostModel {
  readonly ensemble: TreeEnsemble;
  /** As many as the ensemble has columns; null where the file does not name them. */
  readonly featureNames: readonly string[] | null;
  readonly objective: string;
}

/**
 * The trees of a parsed `learner` of XGBoost, checked in full, so that whatever is returned can be scored. `where` is
 * the path of the learner in its file, for messages. Throws ModelFileBroken or ModelKindUnsupported.
 */
export function ensembleOf(learner: unknown, where: string): TreeEnsemble {
  return modelOf(learner, where).ensemble;
}

/** As `ensembleOf`, with what the learner says about the names of the features and the objective. */
export function modelOf(learner: unknown, where: string): XgboostModel {
  const fields = asObject(learner, where);
  const objective = textMember(objectMember(fields, 'objective', where), 'name', memberPath(where, 'objective'));
  const link = linkOfObjective(objective);
  const settingsPath = memberPath(where, 'learner_model_param');
  const settings = objectMember(fields, 'learner_model_param', where);
  const columns = countMember(settings, 'num_feature', settingsPath, { most: MOST });
  const outputs = Math.max(
    1,
    countMember(settings, 'num_class', settingsPath, { most: MOST, otherwise: 0 }),
    countMember(settings, 'num_target', settingsPath, { most: MOST, otherwise: 1 }),
  );
  const baseScore = textMember(settings, 'base_score', settingsPath);
  const baseMargins = baseMarginsOf(baseScore, objective, outputs, memberPath(settingsPath, 'base_score'));
  const forest = treesOf(fields, columns, outputs, where);
  return {
    ensemble: { columns, link, ...startFromLeaves({ ...forest, baseMargins }) },
    featureNames: featureNamesOf(fields, columns, where),
    objective,
  };
}

/** Trees and the output of each. */
type Forest = Pick<TreeEnsemble, 'trees' | 'outputOf'>;

function treesOf(learner: JsonObject, columns: number, outputs: number, where: string): Forest {
  const boosterPath = memberPath(where, 'gradient_booster');
  const booster = objectMember(learner, 'gradient_booster', where);
  refuseOtherBoosters(textMember(booster, 'name', boosterPath));
  const modelPath = memberPath(boosterPath, 'model');
  const model = objectMember(booster, 'model', boosterPath);
  refuseVectorLeaves(objectMember(model, 'gbtree_model_param', modelPath), memberPath(modelPath, 'gbtree_model_param'));
  const raw = arrayMember(model, 'trees', modelPath);
  const outputOf = outputsOf(arrayMember(model, 'tree_info', modelPath), raw.length, outputs, `${modelPath}.tree_info`);
  return { trees: raw.map((tree, index) => readTree(tree, columns, `${modelPath}.trees[${index}]`)), outputOf };
}

function outputsOf(values: readonly unknown[], trees: number, outputs: number, where: string): Int32Array {
  if (values.length !== trees) throw new ModelFileBroken(where, `an array of ${trees}, one per tree`, values);
  return Int32Array.from(values, (value, index) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < outputs) return value;
    throw new ModelFileBroken(`${where}[${index}]`, `an output from 0 to ${outputs - 1}`, value);
  });
}

function refuseOtherBoosters(booster: string): void {
  if (booster === 'gbtree') return;
  throw new ModelKindUnsupported(
    `models of the booster '${booster.slice(0, 60)}' are not served: train with the booster gbtree`,
  );
}

function refuseVectorLeaves(parameters: JsonObject, where: string): void {
  if (countMember(parameters, 'size_leaf_vector', where, { most: MOST, otherwise: 0 }) <= 1) return;
  throw new ModelKindUnsupported(
    'trees with one leaf for all outputs are not served: train with multi_strategy one_output_per_tree',
  );
}

/**
 * Margins that no `base_score` says exactly are stored as first trees of one leaf each. Starting from what they say
 * instead gives the same sums.
 */
function startFromLeaves({
  trees,
  outputOf,
  baseMargins,
}: Forest & Pick<TreeEnsemble, 'baseMargins'>): Forest & Pick<TreeEnsemble, 'baseMargins'> {
  const outputs = baseMargins.length;
  const leaves = trees.slice(0, outputs);
  const foldable =
    leaves.length === outputs &&
    leaves.every((tree, output) => tree.left.length === 1 && outputOf[output] === output && baseMargins[output] === 0);
  if (!foldable) return { trees, outputOf, baseMargins };
  return {
    trees: trees.slice(outputs),
    outputOf: outputOf.slice(outputs),
    baseMargins: Float32Array.from(leaves, ({ value }: Tree) => value[0] ?? 0),
  };
}

function featureNamesOf(learner: JsonObject, columns: number, where: string): readonly string[] | null {
  if (learner.feature_names === undefined) return null;
  const names = arrayMember(learner, 'feature_names', where);
  if (names.length === 0) return null;
  const path = memberPath(where, 'feature_names');
  if (names.length !== columns) throw new ModelFileBroken(path, `an array of ${columns}, as 'num_feature' says`, names);
  return names.map((name, index) => {
    if (typeof name === 'string') return name;
    throw new ModelFileBroken(`${path}[${index}]`, 'the name of a feature', name);
  });
}
