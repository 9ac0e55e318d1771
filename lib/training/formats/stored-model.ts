import type { ConstantScorer, EnsembleMember, FittedModel, LinearScorer, Preparation } from '../fitted-model.ts';
import { ensembleOf, ModelFileBroken } from './xgboost-learner.ts';

export { ModelFileBroken };

/** A member of an ensemble with its share of the vote. */
export type EnsembleVote = EnsembleMember;

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
 * The model of a file, with the members that belong to its ensemble. Throws `ModelFileBroken` for trees that are broken
 * or have other columns or outputs than the file says.
 */
export function fittedModel(file: ModelFile, where: string, members: readonly EnsembleMember[] = []): FittedModel {
  const { preparation, scorer, positiveClass, classes } = file;
  const common = { preparation, positiveClass, classes };
  if (scorer.kind === 'ensemble') return { ...common, scorer: { kind: 'ensemble', members } };
  if (scorer.kind !== 'trees') return { ...common, scorer };
  const ensemble = ensembleOf(file.learner, where);
  const outputs = positiveClass === null ? classes.length : 1;
  if (ensemble.columns !== preparation.length) {
    throw new ModelFileBroken(
      `${where}: 'learner' should have trees over ${preparation.length} columns, one per feature, got ${ensemble.columns}`,
    );
  }
  if (ensemble.baseMargins.length === outputs) return { ...common, scorer: { kind: 'trees', ensemble } };
  throw new ModelFileBroken(
    `${where}: 'learner' should have ${outputs} outputs, one per class or one for the positive class, got ${ensemble.baseMargins.length}`,
  );
}
