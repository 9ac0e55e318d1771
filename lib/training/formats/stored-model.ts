import type { ConstantScorer, EnsembleMember, FittedModel, LinearScorer, Preparation } from '../fitted-model.ts';
import { ModelFileBroken } from './model-file.ts';
import { ensembleOf } from './xgboost-learner.ts';

/** The scoring part of a model file, as parsed. */
interface ModelFile {
  readonly preparation: readonly Preparation[];
  readonly scorer: ConstantScorer | LinearScorer | { readonly kind: 'trees' } | { readonly kind: 'ensemble' };
  /** Trees in the terms of XGBoost. */
  readonly learner?: unknown;
  readonly positiveClass: string | null;
  readonly classes: readonly string[];
}

/**
 * The model of a file, with the members that belong to its ensemble. Throws `ModelFileBroken` or
 * `ModelKindUnsupported` for trees that are broken or have other columns or outputs than the file says.
 */
export function fittedModel(file: ModelFile, where: string, members: readonly EnsembleMember[] = []): FittedModel {
  const { preparation, scorer, positiveClass, classes } = file;
  const common = { preparation, positiveClass, classes };
  if (scorer.kind === 'ensemble') return { ...common, scorer: { kind: 'ensemble', members } };
  if (scorer.kind !== 'trees') return { ...common, scorer };
  const path = `${where}: learner`;
  const ensemble = ensembleOf(file.learner, path);
  const outputs = positiveClass === null ? classes.length : 1;
  if (ensemble.columns !== preparation.length) {
    throw new ModelFileBroken(path, `trees over ${preparation.length} columns, one per feature`, ensemble.columns);
  }
  if (ensemble.baseMargins.length === outputs) return { ...common, scorer: { kind: 'trees', ensemble } };
  throw new ModelFileBroken(path, `trees of ${outputs} outputs, as the labels have`, ensemble.baseMargins.length);
}
