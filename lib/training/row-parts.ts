import type { MissingTexts } from './preparation/fit-preparation.ts';
import { partsOf, type RowPart } from './split.ts';
import type { FeatureTable, TableColumn } from './table/feature-table.ts';
import { rowsAt, splitTable } from './table/table-parts.ts';
import type { LabelledTable } from './trainers/trainer.ts';

/** Rows of outcomes, before they are split. */
export interface OutcomeRows {
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
}

/** Rows of one part, whether or not their labels are known. */
export interface UnscoredPart {
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly table: FeatureTable;
}

export interface SplitRows {
  readonly parts: Readonly<Record<RowPart, UnscoredPart>>;
  /** Rows whose label is known, which usually are all. */
  readonly train: LabelledTable;
  readonly validation: LabelledTable;
}

/** Splits rows by their ids; what is learnt from are rows with a label that the definition knows. */
export function splitOutcomes(rows: OutcomeRows): SplitRows {
  const parts = partsOfRows(rows);
  const classOf = labelReader(rows);
  return { parts, train: knownRows(parts.train, classOf), validation: knownRows(parts.validation, classOf) };
}

function partsOfRows({ ids, labels, table }: OutcomeRows): Record<RowPart, UnscoredPart> {
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

function knownRows({ labels, table }: UnscoredPart, classOf: (label: string) => number | null): LabelledTable {
  const read = labels.map(classOf);
  const known = Uint32Array.from(read.keys()).filter((row) => read[row] !== null);
  if (known.length === labels.length) return { table, labels: Int32Array.from(read as number[]) };
  return { table: rowsAt(table, known), labels: Int32Array.from(known, (row) => read[row] as number) };
}

function labelReader({
  positiveClass,
  classes,
}: Pick<OutcomeRows, 'positiveClass' | 'classes'>): (label: string) => number | null {
  if (positiveClass !== null) return (label) => Number(label === positiveClass);
  const indices = new Map(classes.map((label, index) => [label, index]));
  return (label) => indices.get(label) ?? null;
}
