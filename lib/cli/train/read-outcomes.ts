import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { modelFeatures } from '../../domain/artifacts/model-features.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { readCsv } from '../../training/table/csv.ts';
import { CsvBroken } from '../../training/table/csv-broken.ts';
import type { FeatureTable } from '../../training/table/feature-table.ts';
import { fileChunks } from '../../training/table/file-chunks.ts';
import { JsonLinesBroken } from '../../training/table/json-lines.ts';
import type { LabelledTable } from '../../training/table/labelled-table.ts';
import { DuckDbMissing, ParquetBroken, readParquet } from '../../training/table/parquet.ts';
import { rowsAt } from '../../training/table/table-parts.ts';
import { Refused, WrongUsage } from '../cli-errors.ts';
import { readOutcomeLines } from './outcome-lines.ts';

/** A file of outcomes, and how it is read. */
export interface OutcomeFile {
  readonly file: string;
  readonly definition: ModelDefinition;
  /** Between the cells of a CSV file. */
  readonly delimiter: string;
}

export interface OutcomeRows {
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly table: FeatureTable;
  /** Rows that are left out, because the id of each has been there before. */
  readonly repeated: number;
}

type Reader = (given: OutcomeFile) => Promise<LabelledTable>;

const readers: Readonly<Record<string, Reader>> = {
  '.csv': (given) =>
    readCsv(fileChunks(given.file), {
      ...columnsOf(given.definition),
      delimiter: given.delimiter,
      bytes: statSync(given.file).size,
    }),
  '.jsonl': ({ file, definition }) => readOutcomeLines(fileChunks(file), definition),
  '.ndjson': ({ file, definition }) => readOutcomeLines(fileChunks(file), definition),
  '.parquet': ({ file, definition }) => readParquet(file, columnsOf(definition)),
};

/** How a file is read, by the ending of its name. Throws `WrongUsage` for one that says nothing. */
export function outcomeReader(file: string): (given: OutcomeFile) => Promise<OutcomeRows> {
  const ending = extname(file).toLowerCase();
  const read = Object.hasOwn(readers, ending) ? readers[ending] : undefined;
  if (read !== undefined) return (given) => readOutcomes(read, given);
  throw new WrongUsage(`--input should be a file that ends in ${Object.keys(readers).join(', ')}, got '${file}'`);
}

/** An id counts once; a row without one is known by its number. Throws `Refused`, which names the file and the line. */
async function readOutcomes(read: Reader, given: OutcomeFile): Promise<OutcomeRows> {
  const { rows, table, labels, ids } = await readable(read, given);
  requireLabels(labels, given);
  const idOf = (row: number) => ids?.[row] || `row-${row + 1}`;
  const seen = new Set<string>();
  // a set is no larger after an id that it has
  const first = Array.from({ length: rows }, (_, row) => row).filter((row) => seen.size < seen.add(idOf(row)).size);
  return {
    ids: first.map(idOf),
    labels: first.map((row) => labels.levels[labels.codes[row] as number] as string),
    table: first.length === rows ? table : rowsAt(table, Uint32Array.from(first)),
    repeated: rows - first.length,
  };
}

/** Everything else that a file has is passed over. */
function columnsOf(definition: ModelDefinition) {
  const { target, outcome } = definition;
  return { features: modelFeatures(definition), target, id: outcome.id, idIsOptional: true };
}

async function readable(read: Reader, given: OutcomeFile): Promise<LabelledTable> {
  try {
    return await read(given);
  } catch (cause) {
    const known = [CsvBroken, JsonLinesBroken, ParquetBroken, DuckDbMissing].some((kind) => cause instanceof kind);
    throw known && cause instanceof Error ? new Refused(`${given.file}: ${told(cause.message)}`, { cause }) : cause;
  }
}

function told(message: string): string {
  if (!message.startsWith('the header should have ')) return message;
  return `${message}: name the columns as the definition does; --delimiter says what stands between them, if no comma`;
}

/** Throws `Refused` for a label that the definition does not know, and where no row has the positive class. */
function requireLabels({ levels, codes }: LabelledTable['labels'], { file, definition }: OutcomeFile): void {
  const { target, labels, positiveClass } = definition;
  const unknown = labels.length === 0 ? -1 : levels.findIndex((level) => !labels.includes(level));
  if (unknown !== -1) {
    const row = codes.indexOf(unknown) + 1;
    throw new Refused(
      `${file}: row ${row} should have ${labels.join(' or ')} in '${target}', got '${levels[unknown]}': correct it, or add it to the labels of the definition`,
    );
  }
  if (positiveClass === null || levels.includes(positiveClass)) return;
  const got =
    codes.length === 0
      ? 'no rows'
      : levels
          .slice(0, 10)
          .map((level) => `'${level}'`)
          .join(', ');
  throw new Refused(`${file}: some row should have the positive class '${positiveClass}' in '${target}', got ${got}`);
}
