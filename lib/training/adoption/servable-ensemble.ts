import type { ScoreTerms } from '../scoring/score-terms.ts';
import type { Tree, TreeEnsemble } from '../trees/tree-ensemble.ts';
import { ModelMismatch } from './model-mismatch.ts';

// sums of shares that were rounded to float32
const TOLERANCE = 1e-4;

/** Throws `ModelMismatch` for trees whose scores are no probabilities of the labels that the definition asks for. */
export function requireServable(ensemble: TreeEnsemble, { positiveClass, classes }: ScoreTerms): void {
  const outputs = positiveClass === null ? classes.length : 1;
  const got = ensemble.baseMargins.length;
  const wanted =
    positiveClass === null
      ? `${outputs} outputs, one per class (${classes.join(', ')}), as multi:softprob gives`
      : `one output, the probability of '${positiveClass}', as binary:logistic gives`;
  if (got !== outputs)
    throw new ModelMismatch(`the model should have ${wanted}, got ${got}: train it for these labels`);
  if (ensemble.link === 'softmax' && outputs > 1) return;
  if (ensemble.link === 'logistic' && outputs === 1) return;
  if (ensemble.link === 'identity' && isForestOfShares(ensemble)) return;
  throw new ModelMismatch(`the model should have ${wanted}, and its objective promises no probabilities of them`);
}

/** Whether the leaves of every row add up to shares: each from 0 to 1, and those of several outputs to 1 in all. */
function isForestOfShares({ trees, outputOf, baseMargins }: TreeEnsemble): boolean {
  const outputs = baseMargins.length;
  const least = Float64Array.from(baseMargins);
  const most = Float64Array.from(baseMargins);
  for (const [place, tree] of trees.entries()) {
    const output = outputOf[place] as number;
    const leaves = leavesOf(tree);
    least[output] = (least[output] as number) + leaves.reduce((one, other) => Math.min(one, other));
    most[output] = (most[output] as number) + leaves.reduce((one, other) => Math.max(one, other));
  }
  if (!least.every((sum) => sum >= -TOLERANCE) || !most.every((sum) => sum <= 1 + TOLERANCE)) return false;
  return outputs === 1 || addUpToOne({ trees, outputOf, baseMargins });
}

/** Trees that stand together have one shape, so that a row ends in the same leaf of each. */
function addUpToOne({
  trees,
  outputOf,
  baseMargins,
}: Pick<TreeEnsemble, 'trees' | 'outputOf' | 'baseMargins'>): boolean {
  const outputs = baseMargins.length;
  let total = baseMargins.reduce((sum, margin) => sum + margin, 0);
  for (let first = 0; first < trees.length; first += outputs) {
    const group = trees.slice(first, first + outputs);
    const [shape] = group;
    const alike =
      shape !== undefined &&
      group.length === outputs &&
      group.every((tree, output) => outputOf[first + output] === output && sameShape(tree, shape));
    const sums = alike ? leafSums(group) : [];
    const [sum] = sums;
    if (sum === undefined || sums.some((other) => Math.abs(other - sum) > TOLERANCE)) return false;
    total += sum;
  }
  return Math.abs(total - 1) <= TOLERANCE;
}

function sameShape(one: Tree, other: Tree): boolean {
  return (['feature', 'threshold', 'left', 'right', 'missingLeft'] as const).every((member) => {
    const [values, others] = [one[member], other[member]];
    return values.length === others.length && values.every((value, node) => value === others[node]);
  });
}

function leavesOf({ left, value }: Tree): number[] {
  return Array.from(value).filter((_, node) => left[node] === -1);
}

/** What every leaf gives in all outputs together. */
function leafSums(group: readonly Tree[]): number[] {
  const leaves = group.map(leavesOf);
  return (leaves[0] ?? []).map((_, leaf) => leaves.reduce((sum, values) => sum + (values[leaf] ?? 0), 0));
}
