import type { ConstantScorer, EnsembleMember, FittedModel, LinearScorer, Preparation } from '../fitted-model.ts';
import { openNetwork } from '../onnx/onnx-network.ts';
import type { TreeEnsemble } from '../trees/tree-ensemble.ts';
import { ModelFileBroken } from './model-file.ts';
import { ensembleOf } from './xgboost-learner.ts';

/** The scoring part of a model file, as parsed. */
interface ModelFile {
  readonly preparation: readonly Preparation[];
  readonly scorer:
    | ConstantScorer
    | LinearScorer
    | { readonly kind: 'trees' }
    | { readonly kind: 'ensemble' }
    | { readonly kind: 'onnx' };
  /** Trees in the terms of XGBoost. */
  readonly learner?: unknown;
  readonly positiveClass: string | null;
  readonly classes: readonly string[];
}

/** What a model scores with and has in files of their own. */
export interface ModelParts {
  readonly members?: readonly EnsembleMember[];
  /** An ONNX file. */
  readonly network?: Uint8Array;
}

/**
 * The model of a file, with the parts that belong to it. Throws `ModelFileBroken` or `ModelKindUnsupported` for trees that
 * are broken or have other columns or outputs than the file says, and what `openNetwork` throws.
 */
export function fittedModel(file: ModelFile, where: string, parts: ModelParts = {}): FittedModel {
  const { preparation, scorer, positiveClass, classes } = file;
  const common = { preparation, positiveClass, classes };
  if (scorer.kind === 'ensemble') return { ...common, scorer: { kind: 'ensemble', members: parts.members ?? [] } };
  if (scorer.kind === 'trees') return { ...common, scorer: { kind: 'trees', ensemble: treesOf(file, where) } };
  if (scorer.kind !== 'onnx') return { ...common, scorer };
  const { network: content } = parts;
  if (content === undefined) throw new TypeError(`${where} scores with a file that nobody read`);
  const network = openNetwork(content, { columns: preparation.length, positiveClass, classes });
  return { ...common, scorer: { kind: 'onnx', content, network } };
}

function treesOf({ learner, preparation, positiveClass, classes }: ModelFile, where: string): TreeEnsemble {
  const path = `${where}: learner`;
  const ensemble = ensembleOf(learner, path);
  const outputs = positiveClass === null ? classes.length : 1;
  if (ensemble.columns !== preparation.length) {
    throw new ModelFileBroken(path, `trees over ${preparation.length} columns, one per feature`, ensemble.columns);
  }
  if (ensemble.baseMargins.length === outputs) return ensemble;
  throw new ModelFileBroken(path, `trees of ${outputs} outputs, as the labels have`, ensemble.baseMargins.length);
}
