import { type EvaluatedModel, evaluatedModel } from '../evaluation/evaluated-model.ts';
import type { TreePreparation } from '../fitted-model.ts';
import { unpackedFile } from '../formats/packed-file.ts';
import { parsedModelFile, readXgboostJson } from '../formats/read-xgboost.ts';
import { isOnnx, requireOnnxSize } from '../onnx/onnx-file.ts';
import { openNetwork } from '../onnx/onnx-network.ts';
import { fitTreePreparation } from '../preparation/fit-preparation.ts';
import { type OutcomeRows, splitOutcomes } from '../row-parts.ts';
import { ModelMismatch } from './model-mismatch.ts';
import { requireServable } from './servable-ensemble.ts';
import { type FeatureLevels, toldLevels } from './told-levels.ts';

export interface AdoptionTask extends OutcomeRows {
  /** The model file, packed or not. */
  readonly file: Uint8Array;
  /**
   * The number of every level where the file does not say: the levels in this order, or those of the training rows, for a
   * model that was trained on these rows as they are laid out.
   */
  readonly levels: FeatureLevels | 'training-rows';
}

/**
 * What training on these rows would have come to, had it learnt what is in the file: the same parts, the same
 * measurements. Throws `ModelFileBroken`, `ModelKindUnsupported`, `OnnxRuntimeMissing`, `OnnxTimedOut`, or `ModelMismatch`
 * for a sound file that this definition cannot serve.
 */
export function adoptModel(task: AdoptionTask): EvaluatedModel {
  const file = unpackedFile(task.file);
  const names = task.table.columns.map(({ feature }) => feature);
  return isOnnx(file) ? adoptNetwork(task, file, names) : adoptTrees(task, file, names);
}

function adoptTrees(task: AdoptionTask, bytes: Uint8Array, names: readonly string[]): EvaluatedModel {
  const { positiveClass, classes, levels } = task;
  const file = parsedModelFile(bytes);
  const { ensemble, featureNames } = readXgboostJson(file);
  const ordered = servedFeatures(names, featureNames, ensemble.columns);
  requireServable(ensemble, { positiveClass, classes });
  const told = toldLevels(file);

  const rows = splitOutcomes(task);
  const fitted = fitTreePreparation(rows.train.table, task.missing);
  const preparation = ordered.map((name) =>
    numbered(fitted[names.indexOf(name)] as TreePreparation, { told, given: levels }),
  );
  const scorer = { kind: 'trees', ensemble } as const;
  return evaluatedModel({ preparation, scorer, positiveClass, classes: [...classes] }, rows);
}

/** Its columns have no names, so they are those of the definition, in its order. */
function adoptNetwork(task: AdoptionTask, content: Uint8Array, names: readonly string[]): EvaluatedModel {
  const { positiveClass, classes, levels } = task;
  requireOnnxSize(content);
  const network = openNetwork(content, { columns: names.length, positiveClass, classes });
  const rows = splitOutcomes(task);
  const preparation = fitTreePreparation(rows.train.table, task.missing).map((part) =>
    numbered(part, { told: null, given: levels }),
  );
  const scorer = { kind: 'onnx', content, network } as const;
  return evaluatedModel({ preparation, scorer, positiveClass, classes: [...classes] }, rows);
}

/** The features of the definition in the order of the model's columns. */
function servedFeatures(own: readonly string[], claimed: readonly string[] | null, columns: number): readonly string[] {
  if (columns !== own.length) {
    throw new ModelMismatch(
      `the model should have ${own.length} columns, one per feature of the definition (${own.join(', ')}), got ${columns}: train it on these, or change 'features'`,
    );
  }
  if (claimed === null) return own;
  const strange = claimed.filter((name, place) => !own.includes(name) || claimed.indexOf(name) !== place);
  if (strange.length === 0) return claimed;
  throw new ModelMismatch(
    `'feature_names' of the model should be the features of the definition (${own.join(', ')}), each once, got ${strange.map((name) => JSON.stringify(name)).join(', ')}: rename or train it on these, or change 'features'`,
  );
}

interface LevelSources {
  /** By the file, null where it says nothing. */
  readonly told: FeatureLevels | null;
  readonly given: AdoptionTask['levels'];
}

/** The preparation of a feature with the levels that the numbers of the model stand for. */
function numbered(part: TreePreparation, { told, given }: LevelSources): TreePreparation {
  if (part.kind !== 'ordinal') return part;
  const { feature, levels: learnt } = part;
  const known = told?.get(feature) ?? (given === 'training-rows' ? learnt : given.get(feature));
  if (known !== undefined) return { ...part, levels: [...known] };
  throw new ModelMismatch(
    `the model should say which number stands for which level of '${feature}', and neither its attribute 'levels' nor featureRules.${feature}.levels does: before saving it, call booster.set_attr(levels=json.dumps({"${feature}": [...]})), or list them in the definition`,
  );
}
