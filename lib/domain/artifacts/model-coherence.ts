import { contentHash } from '../content-hash.ts';
import type { Problem } from '../errors.ts';
import { pathText, valueText } from '../problems.ts';
import type { Score } from './feature-value.ts';
import { MODEL_FILE_NAME, type ModelArtifact, ONNX_FILE_NAME } from './model-artifact.ts';

// probabilities are sums of rounded numbers
const SUM_TOLERANCE = 1e-6;

/** What does not fit together in a model, each part of which is well-formed. */
export function modelIncoherence(model: ModelArtifact): Problem[] {
  return [
    ...labelProblems(model),
    ...featureHashProblems(model),
    ...model.preparation.flatMap((_, index) => preparationProblems(model, index)),
    ...scorerProblems(model),
    ...model.golden.flatMap(({ score }, index) => goldenProblems(model, score, index)),
  ];
}

/** Columns of numbers that one prepared row has. */
function columnCount(preparation: ModelArtifact['preparation']): number {
  return preparation.reduce((sum, part) => {
    if (part.kind === 'passthrough' || part.kind === 'ordinal') return sum + 1;
    const values = part.kind === 'numeric' ? 1 : part.levels.length + Number(part.other);
    return sum + values + Number(part.indicator);
  }, 0);
}

function outputCount({ positiveClass, classes }: ModelArtifact): number {
  return positiveClass === null ? classes.length : 1;
}

function labelProblems({ positiveClass, classes }: ModelArtifact): Problem[] {
  if (positiveClass !== null && classes.length > 0) {
    return [problem(['classes'], `should be empty next to the positive class '${positiveClass}'`, classes)];
  }
  if (positiveClass !== null || (classes.length > 1 && distinct(classes))) return [];
  return [problem(['classes'], 'should be at least two different labels where there is no positive class', classes)];
}

function featureHashProblems({ features, featureSetSha256 }: ModelArtifact): Problem[] {
  const hash = contentHash(features);
  if (hash === featureSetSha256) return [];
  return [problem(['featureSetSha256'], `should be ${hash}, the hash of the features`, featureSetSha256)];
}

function preparationProblems({ preparation, features }: ModelArtifact, index: number): Problem[] {
  const part = preparation[index];
  if (part === undefined) return [];
  const path = ['preparation', index];
  const { feature } = part;
  const kind = part.kind === 'numeric' || part.kind === 'passthrough' ? 'numeric' : 'categorical';
  const first = preparation.findIndex((other) => other.feature === feature);
  return [
    ...(first === index ? [] : [problem([...path, 'feature'], 'should be a feature that is prepared once', feature)]),
    ...(Object.hasOwn(features, feature) && features[feature] === kind
      ? []
      : [problem([...path, 'feature'], `should be one of the ${kind} features`, feature)]),
    ...(!('levels' in part) || distinct(part.levels)
      ? []
      : [problem([...path, 'levels'], 'should be different from each other', part.levels)]),
  ];
}

function scorerProblems(model: ModelArtifact): Problem[] {
  const { scorer } = model;
  const trees = model.learner === undefined ? [] : [problem(['learner'], 'should stand beside trees only', scorer)];
  if (scorer.kind === 'constant') return [...constantProblems(model, scorer), ...trees];
  if (scorer.kind === 'linear') return [...linearProblems(model, scorer), ...trees];
  if (scorer.kind === 'ensemble') return [...ensembleProblems(model, scorer), ...trees];
  if (scorer.kind === 'onnx') return [...networkProblems(model, scorer), ...trees];
  return treeProblems(model);
}

type ScorerOf<Kind extends ModelArtifact['scorer']['kind']> = Extract<ModelArtifact['scorer'], { readonly kind: Kind }>;

function constantProblems(model: ModelArtifact, { probabilities }: ScorerOf<'constant'>): Problem[] {
  const path = ['scorer', 'probabilities'];
  if (probabilities.length !== outputCount(model)) return [countProblem(path, outputCount(model), probabilities)];
  const sum = probabilities.reduce((total, probability) => total + probability, 0);
  if (probabilities.length === 1 || Math.abs(sum - 1) <= SUM_TOLERANCE) return [];
  return [problem(path, 'should add up to 1', probabilities)];
}

/** Whether the trees themselves are sound is for whoever loads them to see. */
function treeProblems({ learner, version, preparation }: ModelArtifact): Problem[] {
  return [
    ...(learner === undefined ? [problem(['learner'], 'should be there beside trees', learner)] : []),
    ...(version === undefined ? [problem(['version'], 'should be there beside trees', version)] : []),
    ...kindProblems(preparation, ['passthrough', 'ordinal'], 'trees'),
  ];
}

/** The file is one of this name, wherever the artefact is read; whether it is sound is for whoever loads it to see. */
function networkProblems({ modelName, preparation }: ModelArtifact, { key, sha256 }: ScorerOf<'onnx'>): Problem[] {
  const expected = `${modelName}/models/${sha256}/${ONNX_FILE_NAME}`;
  const strange = problem(['scorer', 'key'], `should be ${expected}, where its hash says`, key);
  return [
    ...(key === expected ? [] : [strange]),
    ...kindProblems(preparation, ['passthrough', 'ordinal'], 'a network'),
  ];
}

/** Members are models of this name, wherever the artefact is read. */
function ensembleProblems({ modelName }: ModelArtifact, { members }: ScorerOf<'ensemble'>): Problem[] {
  const sum = members.reduce((total, { weight }) => total + weight, 0);
  const keys = members.map(({ sha256 }) => `${modelName}/models/${sha256}/${MODEL_FILE_NAME}`);
  return [
    ...(Math.abs(sum - 1) <= SUM_TOLERANCE
      ? []
      : [problem(['scorer', 'members'], 'should have weights that add up to 1', sum)]),
    ...members.flatMap(({ key }, index) =>
      key === keys[index]
        ? []
        : [problem(['scorer', 'members', index, 'key'], `should be ${keys[index]}, where its hash says`, key)],
    ),
  ];
}

function kindProblems(preparation: ModelArtifact['preparation'], kinds: readonly string[], scorer: string): Problem[] {
  return preparation.flatMap(({ kind }, index) =>
    kinds.includes(kind) ? [] : [problem(['preparation', index, 'kind'], `should be one for ${scorer}`, kind)],
  );
}

function linearProblems(model: ModelArtifact, { intercepts, weights }: ScorerOf<'linear'>): Problem[] {
  const outputs = outputCount(model);
  const columns = columnCount(model.preparation);
  return [
    ...kindProblems(model.preparation, ['numeric', 'categorical'], 'a linear model'),
    ...(intercepts.length === outputs ? [] : [countProblem(['scorer', 'intercepts'], outputs, intercepts)]),
    ...(weights.length === outputs ? [] : [countProblem(['scorer', 'weights'], outputs, weights)]),
    ...weights.flatMap((row, index) =>
      row.length === columns ? [] : [countProblem(['scorer', 'weights', index], columns, row)],
    ),
  ];
}

function goldenProblems(model: ModelArtifact, score: Score, index: number): Problem[] {
  const path = ['golden', index, 'score'];
  if (model.positiveClass !== null) {
    return typeof score === 'number' ? [] : [problem(path, 'should be one probability', score)];
  }
  if (Array.isArray(score) && score.length === model.classes.length) return [];
  return [problem(path, `should be ${model.classes.length} probabilities, one per class`, score)];
}

function countProblem(path: readonly PropertyKey[], expected: number, got: readonly unknown[]): Problem {
  return { path: pathText(path), expected: `should have ${expected} entries`, got: `${got.length}` };
}

function problem(path: readonly PropertyKey[], expected: string, value: unknown): Problem {
  return { path: pathText(path), expected, got: valueText(value) };
}

function distinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
