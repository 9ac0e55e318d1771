import { rocAuc } from '../../lib/statistics/metrics/auc.ts';
import { logLoss } from '../../lib/statistics/metrics/probability-loss.ts';
import type { FittedModel } from '../../lib/training/fitted-model.ts';
import { scoreTable } from '../../lib/training/scoring/table-scores.ts';
import type { LabelledTable } from '../../lib/training/trainers/trainer.ts';

/** How good a model with a positive class is on rows, by the names that the peers use. */
export function evaluated(model: FittedModel, { table, labels }: LabelledTable) {
  const scores = scoreTable(model, table) as number[];
  const positives = Array.from(labels, (label) => label === 1);
  return {
    auc: rocAuc(positives, scores),
    logloss: logLoss(scores.map((score, row) => (positives[row] === true ? score : 1 - score))),
  };
}
