import { type ClassificationMeasurements, measure } from '../statistics/metrics/measurements.ts';
import type { FittedModel } from './fitted-model.ts';
import type { MissingTexts } from './preparation/fit-preparation.ts';
import { type GoldenRow, goldenRows } from './scoring/golden-rows.ts';
import type { ModelScore } from './scoring/scorer.ts';
import { scoreTable } from './scoring/table-scores.ts';
import { partsOf, type RowPart } from './split.ts';
import type { FeatureTable, TableColumn } from './table/feature-table.ts';
import { rowsAt, splitTable } from './table/table-parts.ts';
import { fitBoostedTrees } from './trainers/fit-boosted-trees.ts';
import { fitLogistic } from './trainers/fit-logistic-regression.ts';
import { fitRandomForest } from './trainers/fit-random-forest.ts';
import type { Fit, FittingTask, LabelledTable, Trainer } from './trainers/trainer.ts';
import { requireTrainable } from './untrainable-rows.ts';

export interface TrainingTask {
  /** Of the outcomes, in the order of the rows; they decide which part a row belongs to. */
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  /** Its columns are taken away, so that nothing is held twice. */
  readonly table: { readonly columns: TableColumn[] };
  /** Texts that mean "missing", by feature. */
  readonly missing: MissingTexts;
  /** Every other label is negative; null where there are classes. */
  readonly positiveClass: string | null;
  readonly classes: readonly string[];
  readonly trainer: Trainer;
  /** What a warm start begins with. @default null */
  readonly champion?: FittedModel | null;
  /** The model is the same for any number. @default 1 */
  readonly threads?: number;
}

/** One part of the rows and what the model makes of it. */
interface ScoredPart {
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly table: FeatureTable;
  readonly scores: readonly ModelScore[];
  readonly measurements: ClassificationMeasurements;
}

export interface TrainedModel extends FittedModel {
  readonly stats: {
    readonly trainingRows: number;
    readonly trainAccuracy: number | null;
    readonly validationAccuracy: number | null;
    /** On the holdout. */
    readonly auc: number | null;
  };
  readonly golden: GoldenRow[];
  readonly parts: Readonly<Record<RowPart, ScoredPart>>;
}

/**
 * Splits the rows by their ids, fits preparation and model to the training part alone, and scores all three. A row whose
 * label is none of the classes is measured, but not trained on. Throws `UntrainableRows`.
 */
export async function trainModel(task: TrainingTask): Promise<TrainedModel> {
  const { positiveClass, classes } = task;
  const unscored = splitRows(task);
  const classOf = labelReader(positiveClass, classes);
  const train = knownRows(unscored.train, classOf);
  requireTrainable(train);
  const fit = await fitTrainer(task.trainer, {
    train,
    validation: knownRows(unscored.validation, classOf),
    outputs: positiveClass === null ? classes.length : 1,
    missing: task.missing,
    terms: { positiveClass, classes },
    champion: task.champion ?? null,
    threads: task.threads ?? 1,
  });

  const model: FittedModel = { ...fit, positiveClass, classes: [...classes] };
  const parts = {
    train: scorePart(model, unscored.train),
    validation: scorePart(model, unscored.validation),
    holdout: scorePart(model, unscored.holdout),
  };
  const stats = {
    trainingRows: train.labels.length,
    trainAccuracy: parts.train.measurements.accuracy,
    validationAccuracy: parts.validation.measurements.accuracy,
    auc: parts.holdout.measurements.auc,
  };
  return { ...model, stats, golden: goldenRows(model, unscored.validation.table), parts };
}

type UnscoredPart = Pick<ScoredPart, 'ids' | 'labels' | 'table'>;

function splitRows({ ids, labels, table }: TrainingTask): Record<RowPart, UnscoredPart> {
  const places = partsOf(ids);
  const [train, validation, holdout] = splitTable(table, [places.train, places.validation, places.holdout]);
  const part = (of: Uint32Array, rows: FeatureTable | undefined): UnscoredPart => ({
    ids: Array.from(of, (place) => ids[place] as string),
    labels: Array.from(of, (place) => labels[place] as string),
    table: rows ?? { rows: 0, columns: [] },
  });
  return {
    train: part(places.train, train),
    validation: part(places.validation, validation),
    holdout: part(places.holdout, holdout),
  };
}

function scorePart(model: FittedModel, part: UnscoredPart): ScoredPart {
  const scores = scoreTable(model, part.table);
  const { positiveClass, classes } = model;
  return { ...part, scores, measurements: measure({ labels: part.labels, scores, positiveClass, classes }) };
}

async function fitTrainer(trainer: Trainer, task: FittingTask): Promise<Fit> {
  if (trainer.kind === 'logistic-regression') return fitLogistic(task, trainer.settings);
  if (trainer.kind === 'random-forest') return fitRandomForest(task, trainer.settings);
  return fitBoostedTrees(task, trainer.settings);
}

/** The rows whose label is known, which usually are all. */
function knownRows({ labels, table }: UnscoredPart, classOf: (label: string) => number | null): LabelledTable {
  const read = labels.map(classOf);
  const known = Uint32Array.from(read.keys()).filter((row) => read[row] !== null);
  if (known.length === labels.length) return { table, labels: Int32Array.from(read as number[]) };
  return { table: rowsAt(table, known), labels: Int32Array.from(known, (row) => read[row] as number) };
}

function labelReader(positiveClass: string | null, classes: readonly string[]): (label: string) => number | null {
  if (positiveClass !== null) return (label) => Number(label === positiveClass);
  const indices = new Map(classes.map((label, index) => [label, index]));
  return (label) => indices.get(label) ?? null;
}
