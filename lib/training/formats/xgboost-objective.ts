import type { TreeEnsemble } from '../trees/tree-ensemble.ts';
import { ModelFileBroken, ModelKindUnsupported } from './model-file.ts';

type Link = TreeEnsemble['link'];

const linkOf: Readonly<Record<string, Link>> = {
  'binary:logistic': 'logistic',
  'binary:logitraw': 'logistic',
  'reg:logistic': 'logistic',
  'multi:softprob': 'softmax',
  'multi:softmax': 'softmax',
  'reg:squarederror': 'identity',
};

/** The objective that XGBoost needs for the same predictions. */
export const objectiveOf: Readonly<Record<Link, string>> = {
  logistic: 'binary:logistic',
  softmax: 'multi:softprob',
  identity: 'reg:squarederror',
};

/** Members that XGBoost asks for beside the name of an objective. */
export const objectiveParameters: Readonly<Record<Link, (outputs: number) => string>> = {
  logistic: () => '"reg_loss_param":{"scale_pos_weight":"1"}',
  softmax: (outputs) => `"softmax_multiclass_param":{"num_class":"${outputs}"}`,
  identity: () => '"reg_loss_param":{"scale_pos_weight":"1"}',
};

/** How the margins of a model with this objective become probabilities. */
export function linkOfObjective(objective: string): Link {
  const link = Object.hasOwn(linkOf, objective) ? linkOf[objective] : undefined;
  if (link !== undefined) return link;
  throw new ModelKindUnsupported(
    `models of the objective '${objective.slice(0, 60)}' are not served: train with one of ${Object.keys(linkOf).join(', ')}`,
  );
}

// objectives whose `base_score` XGBoost takes for a probability
const startsFromProbability: ReadonlySet<string> = new Set(['binary:logistic', 'reg:logistic']);

/**
 * What margins begin with, from XGBoost's `base_score`, which is one number or, since 3.1, a list in brackets with one
 * per output. Of `binary:logistic` and `reg:logistic` it is a probability. In float32, step by step as XGBoost computes
 * it.
 */
export function baseMarginsOf(baseScore: string, objective: string, outputs: number, where: string): Float32Array {
  const isProbability = startsFromProbability.has(objective);
  const scores = baseScore
    .replace(/^\[(.*)\]$/, '$1')
    .split(',')
    .map((text) => (text.trim() === '' ? Number.NaN : Math.fround(Number(text))));
  const within = isProbability ? (score: number) => score > 0 && score < 1 : Number.isFinite;
  if (!scores.every(within) || (scores.length !== 1 && scores.length !== outputs)) {
    const expected = isProbability ? 'a probability between 0 and 1, for example "5E-1"' : 'a finite number';
    throw new ModelFileBroken(where, expected, baseScore);
  }
  const margins = isProbability ? scores.map(marginOfProbability) : scores;
  return Float32Array.from(
    { length: outputs },
    (_, output) => (margins.length === 1 ? margins[0] : margins[output]) ?? 0,
  );
}

function marginOfProbability(probability: number): number {
  // 0 - x and not -x, so that one half gives 0 and not -0
  return 0 - Math.log(Math.fround(Math.fround(1 / probability) - 1));
}
