import type { FittedModel } from './fitted-model.ts';
import type { MissingTexts } from './preparation/fit-preparation.ts';
import { partsOf, type RowPart } from './split.ts';
import type { FeatureTable, TableColumn } from './table/feature-table.ts';
import { rowsAt, splitTable } from './table/table-parts.ts';
import type { FittingTask, LabelledTable } from './trainers/trainer.ts';
import { requireTrainable } from './untrainable-rows.ts';

/** Outcomes as columns, and what they are to be read as. */
export interface TrainingRows {
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
  /** What a warm start begins with. @default null */
  readonly champion?: FittedModel | null;
  /** The model is the same for any number. @default 1 */
  readonly threads?: number;
}

/** One part of the rows, which nothing has scored yet. */
export interface UnscoredPart {
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly table: FeatureTable;
}

/** Rows in three parts, and what trainers get to see of them. */
export interface SplitRows {
  readonly parts: Readonly<Record<RowPart, UnscoredPart>>;
  readonly fitting: FittingTask;
}

/**
 * Splits rows by their ids. A row whose label is none of the classes is in its part, but nothing is fitted to it. Throws
 * `UntrainableRows`.
 */
export function splitRows(rows: TrainingRows): SplitRows {
  const { missing, positiveClass, classes, champion = null, threads = 1 } = rows;
  const parts = partsOfRows(rows);
  const classOf = labelReader(positiveClass, classes);
  const train = knownRows(parts.train, classOf);
  requireTrainable(train);
  const validation = knownRows(parts.validation, classOf);
  const outputs = positiveClass === null ? classes.length : 1;
  const terms = { positiveClass, classes: [...classes] };
  return { parts, fitting: { train, validation, outputs, missing, terms, champion, threads } };
}

function partsOfRows({ ids, labels, table }: TrainingRows): Record<RowPart, UnscoredPart> {
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
