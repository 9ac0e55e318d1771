import { logLoss } from '../../statistics/metrics/probability-loss.ts';
import { readScores, type ScoredLabels } from '../../statistics/metrics/read-scores.ts';

/** Models that are added one by one; a weight is a multiple of one divided by at most so many. */
const ROUNDS = 50;

export function equalWeights(members: number): number[] {
  return new Array<number>(members).fill(1 / members);
}

/**
 * Weights with which models vote best on rows that none of them was fitted to, 0 for those that are not needed: greedy
 * forward selection with replacement by the log-loss (Caruana et al. 2004, Ensemble Selection from Libraries of Models).
 * It begins with the best model, adds the one that helps the mean most again and again, and keeps the best mean that it
 * came by, so no model alone has a lower log-loss on these rows. All the same where there are no rows.
 */
export function fittedWeights(scores: readonly ScoredLabels['scores'][], rows: Omit<ScoredLabels, 'scores'>): number[] {
  if (rows.labels.length === 0) return equalWeights(scores.length);
  const ofTruth = scores.map((own) => readScores({ ...rows, scores: own }).ofTruth);
  const chosen: number[] = [];
  const sums = new Float64Array(rows.labels.length);
  let best = { loss: Number.POSITIVE_INFINITY, rounds: 0 };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const losses = ofTruth.map((own) => lossOfMean(sums, own, round));
    const loss = Math.min(...losses);
    const place = losses.indexOf(loss);
    chosen.push(place);
    for (const [row, probability] of (ofTruth[place] ?? []).entries()) sums[row] = (sums[row] ?? 0) + probability;
    if (loss < best.loss) best = { loss, rounds: round };
  }
  const kept = chosen.slice(0, best.rounds);
  return scores.map((_, place) => kept.filter((one) => one === place).length / kept.length);
}

/** Log-loss of the mean of so many models, one of which is yet to be added to the sums. */
function lossOfMean(sums: Float64Array, added: readonly number[], count: number): number {
  const means = added.map((probability, row) => ((sums[row] as number) + probability) / count);
  return logLoss(means) ?? Number.POSITIVE_INFINITY;
}
