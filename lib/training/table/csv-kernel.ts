import { compiledKernel, kernelInstance } from '../kernels/compiled-kernel.ts';
import { csvWasm } from '../kernels/csv-wasm.ts';
import type { CellColumn } from './cell-columns.ts';
import { type WasmSpace, wasmSpace } from './wasm-space.ts';

interface Global {
  readonly value: number;
}

/** What `assembly/csv.ts` exports. */
interface CsvExports {
  readonly position: Global;
  readonly line: { value: number };
  readonly rows: Global;
  readonly flags: Global;
  readonly openQuote: Global;
  readonly detail: Global;
  readonly arena: Global;
  heapBase(): number;
  setUp(columns: number, count: number, delimiter: number, flags: number, mostFlags: number, mostRows: number): void;
  setArena(start: number, end: number): void;
  setWindow(start: number, scratch: number): void;
  growTable(place: number, table: number, slots: number): void;
  parse(end: number): number;
}

/** What `parse` of the kernel says. */
export const parseStatus = {
  inputUsed: 0,
  blockFull: 1,
  arenaFull: 2,
  tableFull: 3,
  wrongCount: 4,
  strayText: 5,
  noLabel: 6,
} as const;

const KINDS = { number: 1, level: 2, label: 3, id: 4 } as const;
/** Words of a column: kind, block, markers or table, number of markers or slots, number of levels. */
const COLUMN_WORDS = 5;
const SLOT_BYTES = 16;
const FIRST_SLOTS = 16;
const FLAG_BYTES = 16;
const ARENA_BYTES = 65_536;

const BLOCK_BYTES = 2 ** 18;
const [FEWEST_ROWS, MOST_ROWS] = [64, 4096];

/** The kernel with its columns laid out. */
export interface CsvKernel {
  readonly exports: CsvExports;
  readonly space: WasmSpace;
  /** Address of the block of each column, 0 of one that is skipped. */
  readonly blocks: readonly number[];
  /** Address of the cells that are to be read again: row, column, address, length. */
  readonly flags: number;
  /** Makes the tables twice as large that are more than half full. */
  growFullTables(): void;
  /** Makes room for at least one text of so many bytes. Returns where it begins. */
  newArena(bytes: number): number;
}

/** Lays out the columns of a file, with nothing where one is skipped. */
export function csvKernel(columns: readonly (CellColumn | undefined)[], delimiter: number): CsvKernel {
  const space = wasmSpace();
  const exports = kernelInstance<CsvExports>(compiledKernel(csvWasm), space.memory);
  space.startAt(exports.heapBase());
  const used = columns.filter((column) => column !== undefined).length;
  const mostRows = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(BLOCK_BYTES / 4 / Math.max(1, used))));
  const list = space.take(columns.length * COLUMN_WORDS * 4);
  const blocks = columns.map((column) => (column === undefined ? 0 : space.take(mostRows * 4)));
  for (const [place, column] of columns.entries()) {
    const words = column === undefined ? [0, 0, 0, 0, 0] : columnWords(space, column, blocks[place] ?? 0);
    space.words().set(words, list / 4 + place * COLUMN_WORDS);
  }
  // every cell of the last record may come on top
  const flags = space.take((mostRows + used) * FLAG_BYTES);
  exports.setUp(list, columns.length, delimiter, flags, mostRows, mostRows);
  return {
    exports,
    space,
    blocks,
    flags,
    growFullTables: () => {
      for (const place of columns.keys()) {
        const first = list / 4 + place * COLUMN_WORDS;
        const [slots = 0, levels = 0] = space.words().subarray(first + 3, first + 5);
        if (2 * levels > slots) exports.growTable(place, space.take(2 * slots * SLOT_BYTES), 2 * slots);
      }
    },
    newArena: (bytes) => {
      const size = Math.max(ARENA_BYTES, 2 * bytes);
      // texts are compared 8 bytes at a time
      const start = space.take(size + 8);
      exports.setArena(start, start + size);
      return start;
    },
  };
}

function columnWords(space: WasmSpace, { kind, markers }: CellColumn, block: number): readonly number[] {
  if (kind === 'id') return [KINDS.id, block, 0, 0, 0];
  if (kind !== 'number') return [KINDS[kind], block, space.take(FIRST_SLOTS * SLOT_BYTES), FIRST_SLOTS, 0];
  const address = space.take(markers.length * 8);
  new Float64Array(space.memory.buffer, address, markers.length).set(markers);
  return [KINDS.number, block, address, markers.length, 0];
}
