import { type EvaluatedModel, evaluatedModel } from '../evaluation/evaluated-model.ts';
import type { FittedModel, TreePreparation } from '../fitted-model.ts';
import { unpackedFile } from '../formats/packed-file.ts';
import { parsedModelFile, readXgboostJson } from '../formats/read-xgboost.ts';
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
 * What training on these rows would have come to, had it learnt the trees in the file: the same parts, the same
 * measurements. Throws `ModelFileBroken`, `ModelKindUnsupported`, or `ModelMismatch` for a sound file that this definition
 * cannot serve.
 */
export function adoptModel(task: AdoptionTask): EvaluatedModel {
  const { positiveClass, classes, missing, levels } = task;
  const file = parsedModelFile(unpackedFile(task.file));
  const { ensemble, featureNames } = readXgboostJson(file);
  const names = task.table.columns.map(({ feature }) => feature);
  const ordered = servedFeatures(names, featureNames, ensemble.columns);
  requireServable(ensemble, { positiveClass, classes });
  const told = toldLevels(file);

  const rows = splitOutcomes(task);
  const fitted = fitTreePreparation(rows.train.table, missing);
  const preparation = ordered.map((name) => {
    const part = fitted[names.indexOf(name)] as TreePreparation;
    return part.kind === 'ordinal' ? { ...part, levels: levelsOf(part.feature, part.levels, told, levels) } : part;
  });
  const model: FittedModel = { preparation, scorer: { kind: 'trees', ensemble }, positiveClass, classes: [...classes] };
  return evaluatedModel(model, rows);
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

function levelsOf(
  feature: string,
  learnt: readonly string[],
  told: FeatureLevels | null,
  given: AdoptionTask['levels'],
): string[] {
  const known = told?.get(feature) ?? (given === 'training-rows' ? learnt : given.get(feature));
  if (known !== undefined) return [...known];
  throw new ModelMismatch(
    `the model should say which number stands for which level of '${feature}', and neither its attribute 'levels' nor featureRules.${feature}.levels does: before saving it, call booster.set_attr(levels=json.dumps({"${feature}": [...]}))`,
  );
}
