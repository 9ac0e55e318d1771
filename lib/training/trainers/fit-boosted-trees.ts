import { isDeepStrictEqual } from 'node:util';
import type { TreePreparation } from '../fitted-model.ts';
import { fitTreePreparation } from '../preparation/fit-preparation.ts';
import { treeColumns } from '../preparation/tree-columns.ts';
import { boostTrees } from '../trees/boosted-trees.ts';
import type { BoostingRows } from '../trees/boosting-task.ts';
import type { TreeEnsemble } from '../trees/tree-ensemble.ts';
import { type BoostedTrainer, classWeights, type Fit, type FittingTask, type LabelledTable } from './trainer.ts';

/** Numbers as they are and levels by their place; validation rows say when to stop, if the settings ask for that. */
export async function fitBoostedTrees(task: FittingTask, trainer: BoostedTrainer): Promise<Fit> {
  const { classWeight, warmStart, risingFeatures, fallingFeatures, ...settings } = trainer;
  const { train, validation, outputs, threads } = task;
  const start = warmStart ? championTrees(task) : null;
  const preparation = start?.preparation ?? fitTreePreparation(train.table, task.missing);
  const weights = classWeights(classWeight, train.labels, Math.max(2, outputs));
  const rowsOf = ({ table, labels }: LabelledTable): BoostingRows => ({
    columns: treeColumns(preparation, table),
    labels,
    outputs,
    classWeights: weights,
  });
  const monotone = preparation.map(
    ({ feature }) =>
      (Number(risingFeatures.includes(feature)) - Number(fallingFeatures.includes(feature))) as -1 | 0 | 1,
  );
  const { ensemble } = await boostTrees({
    train: rowsOf(train),
    ...(settings.earlyStoppingRounds > 0 && validation.labels.length > 0 && { validation: rowsOf(validation) }),
    settings: { ...settings, monotone },
    threads,
    ...(start !== null && { startFrom: start.ensemble }),
  });
  return { preparation: [...preparation], scorer: { kind: 'trees', ensemble } };
}

interface Start {
  readonly preparation: readonly TreePreparation[];
  readonly ensemble: TreeEnsemble;
}

/** What the champion learnt, where its trees are boosted ones that say the same of the same features. */
function championTrees({ champion, train, missing, outputs, terms }: FittingTask): Start | null {
  if (champion?.scorer.kind !== 'trees') return null;
  const { ensemble } = champion.scorer;
  const preparation = champion.preparation as readonly TreePreparation[];
  const isBoosted = ensemble.link !== 'identity' && ensemble.baseMargins.length === outputs;
  const predictsTheSame = isDeepStrictEqual(
    [champion.positiveClass, champion.classes],
    [terms.positiveClass, terms.classes],
  );
  const readsTheSame = isDeepStrictEqual(
    preparation.map((part) => [part.feature, part.kind, part.missing]),
    train.table.columns.map(({ feature, kind }) => [feature, treeKinds[kind], missing.get(feature) ?? []]),
  );
  return isBoosted && predictsTheSame && readsTheSame ? { preparation, ensemble } : null;
}

const treeKinds = { numeric: 'passthrough', categorical: 'ordinal' } as const satisfies Record<
  string,
  TreePreparation['kind']
>;
