import { type CellColumn, idCells, levelCells, numberCells } from './cell-columns.ts';
import { CsvBroken } from './csv-broken.ts';
import { placesOf } from './csv-header.ts';
import { type FoundHeader, headerBuffer } from './csv-header-buffer.ts';
import { type CsvParser, csvParser } from './csv-parser.ts';
import type { FeatureColumn } from './feature-column.ts';
import type { TableColumn } from './feature-table.ts';
import type { LabelledTable } from './labelled-table.ts';

/** The columns of a CSV file that are read; all others are skipped. */
export interface CsvSpec {
  readonly features: readonly FeatureColumn[];
  /** Column of the labels. */
  readonly target: string;
  /** Column of the ids. @default none are read */
  readonly id?: string;
  /** Whether a file without that column is read all the same, without ids. @default false */
  readonly idIsOptional?: boolean;
  /** One ASCII character, such as `;`. @default , */
  readonly delimiter?: string;
  /** Size of the file, so that arrays need not grow. @default unknown */
  readonly bytes?: number;
  /** Bytes parsed at a time. @default 256 KiB */
  readonly windowBytes?: number;
}

const WINDOW_BYTES = 2 ** 18;

/**
 * Reads a CSV file with a header line, in one pass and with no more memory than its arrays and some megabytes. A cell
 * reads as `numberReader` and `levelReader` read its text. Throws `CsvBroken`, which names the line.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  spec: CsvSpec,
): Promise<LabelledTable> {
  const reading = csvReading(spec);
  for await (const chunk of chunks) reading.add(chunk);
  return reading.finish();
}

interface CsvReading {
  add(bytes: Uint8Array): void;
  finish(): LabelledTable;
}

function csvReading(spec: CsvSpec): CsvReading {
  const delimiter = delimiterByte(spec.delimiter ?? ',');
  const columns = cellColumns(spec);
  const header = headerBuffer(delimiter);
  let parser: CsvParser | undefined;
  const start = (found: FoundHeader): CsvParser => {
    const started = csvParser(columns.inOrderOf(found.names), {
      delimiter,
      line: found.nextLine,
      windowBytes: spec.windowBytes ?? WINDOW_BYTES,
      totalBytes: spec.bytes,
    });
    started.add(found.rest);
    return started;
  };
  return {
    add: (bytes) => {
      if (parser !== undefined) return parser.add(bytes);
      const found = header.add(bytes);
      if (found !== undefined) parser = start(found);
    },
    finish: () => {
      parser ??= start(header.finish());
      return columns.finish(parser.finish());
    },
  };
}

function delimiterByte(delimiter: string): number {
  // what may be part of a number or end a line cannot end a cell
  if (/^[\t !#$%&'()*,/:;<=>?@[\\\]^_`{|}~]$/.test(delimiter)) return delimiter.charCodeAt(0);
  throw new CsvBroken(`the delimiter should be one character such as ',' or ';', got '${delimiter}'`);
}

interface FeatureCells {
  readonly cells: CellColumn;
  readonly column: (rows: number) => TableColumn;
}

function featureCells({ name, kind, missing }: FeatureColumn): FeatureCells {
  if (kind === 'numeric') {
    const cells = numberCells(missing);
    return { cells, column: (rows) => ({ kind, feature: name, values: cells.finish(rows) }) };
  }
  const cells = levelCells('level', missing);
  return { cells, column: (rows) => ({ kind, feature: name, ...cells.finish(rows) }) };
}

function cellColumns({ features, target, id, idIsOptional = false }: CsvSpec) {
  const read = features.map(featureCells);
  const labels = levelCells('label', []);
  let ids = id === undefined ? undefined : { name: id, cells: idCells() };
  const asked = [
    ...read.map(({ cells }, place) => ({ name: features[place]?.name ?? '', cells })),
    { name: target, cells: labels },
  ];
  return {
    /** A column for each name of the header that has one. Throws `CsvBroken` for a name that is not there. */
    inOrderOf: (header: readonly string[]): (CellColumn | undefined)[] => {
      if (ids !== undefined && idIsOptional && !header.includes(ids.name)) ids = undefined;
      const named = ids === undefined ? asked : [...asked, ids];
      const places = placesOf(
        named.map(({ name }) => name),
        header,
      );
      const ordered = new Array<CellColumn | undefined>(header.length).fill(undefined);
      for (const [index, place] of places.entries()) ordered[place] = named[index]?.cells;
      return ordered;
    },
    finish: (rows: number): LabelledTable => ({
      rows,
      table: { rows, columns: read.map(({ column }) => column(rows)) },
      labels: labels.finish(rows),
      ids: ids?.cells.finish(),
    }),
  };
}
