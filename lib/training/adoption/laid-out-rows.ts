import type { TreePreparation } from '../fitted-model.ts';
import { floatText } from '../formats/float-text.ts';
import { fitTreePreparation } from '../preparation/fit-preparation.ts';
import { treeColumns } from '../preparation/tree-columns.ts';
import { type OutcomeRows, splitOutcomes } from '../row-parts.ts';
import type { LabelledTable } from '../trainers/trainer.ts';
import { requireTrainable } from '../untrainable-rows.ts';

/** A column of the files, in their order, behind the label. */
interface LaidOutFeature {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** What the numbers of a categorical feature stand for, from 0. */
  readonly levels?: readonly string[];
}

export interface LaidOutRows {
  readonly features: readonly LaidOutFeature[];
  readonly train: CsvFile;
  readonly validation: CsvFile;
}

interface CsvFile {
  readonly rows: number;
  readonly content: Uint8Array;
}

/**
 * Training and validation rows as CSV, all numbers, as trees of Ratchet would see them: a level is its number, an empty
 * cell is missing. The label stands first, 1 or 0 where there is a positive class, else the number of the class. The
 * holdout is in neither. Throws `UntrainableRows`.
 */
export function laidOutRows(outcomes: OutcomeRows, target: string): LaidOutRows {
  const { train, validation } = splitOutcomes(outcomes);
  requireTrainable(train);
  const preparation = fitTreePreparation(train.table, outcomes.missing);
  const fileOf = (rows: LabelledTable) => csvFile(preparation, rows, target);
  return { features: preparation.map(featureOf), train: fileOf(train), validation: fileOf(validation) };
}

function featureOf(part: TreePreparation): LaidOutFeature {
  const { feature: name } = part;
  if (part.kind === 'passthrough') return { name, kind: 'numeric' };
  return { name, kind: 'categorical', levels: part.levels };
}

/** Rows that become text at a time. */
const BLOCK_ROWS = 4_096;

function csvFile(preparation: readonly TreePreparation[], { table, labels }: LabelledTable, target: string): CsvFile {
  const columns = treeColumns(preparation, table);
  const header = [target, ...preparation.map(({ feature }) => feature)].join(',');
  const chunks = [Buffer.from(`${header}\n`)];
  for (let start = 0; start < table.rows; start += BLOCK_ROWS) {
    let text = '';
    for (let row = start; row < Math.min(table.rows, start + BLOCK_ROWS); row += 1) {
      text += `${labels[row]}`;
      for (const column of columns) text += `,${cellOf(column[row] as number)}`;
      text += '\n';
    }
    chunks.push(Buffer.from(text));
  }
  return { rows: table.rows, content: Buffer.concat(chunks) };
}

/** The fewest digits that read back to the same float32. */
function cellOf(value: number): string {
  if (Number.isNaN(value)) return '';
  if (Object.is(value, -0)) return '-0';
  return Number.isInteger(value) ? String(value) : floatText(value);
}
