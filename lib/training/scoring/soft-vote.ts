import type { ModelScore } from './scorer.ts';

/** What the members of an ensemble say together; their weights add up to 1. */
export function weightedMean(votes: readonly { readonly weight: number; readonly score: ModelScore }[]): ModelScore {
  const outputs = Math.max(...votes.map(({ score }) => [score].flat().length));
  const mean = new Array<number>(outputs).fill(0);
  for (const { weight, score } of votes) {
    for (const [output, value] of [score].flat().entries()) mean[output] = (mean[output] ?? 0) + weight * value;
  }
  // weights are rounded numbers, whose sum may be a hair above 1
  const [first = 0, ...others] = mean.map((value) => Math.min(value, 1));
  return votes.every(({ score }) => typeof score === 'number') ? first : [first, ...others];
}
