import type { CellColumn } from './cell-columns.ts';
import { CsvBroken } from './csv-broken.ts';
import { type CsvKernel, parseStatus } from './csv-kernel.ts';

/** Takes what the kernel has parsed to the columns. */
export interface BlockDrain {
  /** After each call of the kernel. Throws `CsvBroken` when it has found a record that is wrong. */
  drain(status: number, window: CsvWindow): void;
  rows(): number;
}

interface CsvWindow {
  readonly start: number;
  readonly scratch: number;
}

/** Place of the column and length, before the bytes of a level. */
const LEVEL_HEADER = 8;

const SPARE_SHARE = 1.02;
const LARGEST_GROWTH = 64;
const GROWTH = 1.5;

export function blockDrain(
  kernel: CsvKernel,
  columns: readonly (CellColumn | undefined)[],
  totalBytes: number | undefined,
): BlockDrain {
  const { exports, space } = kernel;
  let nextLevel = kernel.newArena(0);
  const drainLevels = () => {
    const end = exports.arena.value;
    while (nextLevel < end) {
      const [place = 0, length = 0] = space.words().subarray(nextLevel / 4, nextLevel / 4 + 2);
      columns[place]?.takeLevel(textAt(space.bytes(), nextLevel + LEVEL_HEADER, length));
      nextLevel += Math.ceil((LEVEL_HEADER + length) / 4) * 4;
    }
  };
  const used = columns.flatMap((column, place) =>
    column === undefined ? [] : [{ column, address: kernel.blocks[place] ?? 0 }],
  );
  let rows = 0;
  let capacity = 0;
  let parsedBytes = 0;
  const reserve = (needed: number) => {
    if (needed <= capacity) return;
    const growth = totalBytes === undefined ? GROWTH : (totalBytes / parsedBytes) * SPARE_SHARE;
    capacity = Math.ceil(needed * Math.min(LARGEST_GROWTH, Math.max(growth, capacity === 0 ? 1 : GROWTH)));
  };
  const drainBlock = (texts: number) => {
    const count = exports.rows.value;
    const memory = space.bytes();
    reserve(rows + count);
    for (const { column, address } of used) {
      column.takeBlock({ start: rows, memory, address, texts }, count, capacity);
    }
  };
  const drainFlags = () => {
    const words = space.words();
    const end = kernel.flags / 4 + exports.flags.value * 4;
    for (let at = kernel.flags / 4; at < end; at += 4) {
      const [row = 0, place = 0, address = 0, length = 0] = words.subarray(at, at + 4);
      columns[place]?.takeCell(rows + row, textAt(space.bytes(), address, length));
    }
  };
  let position = -1;
  return {
    rows: () => rows,
    drain: (status, { start, scratch }) => {
      parsedBytes += exports.position.value - Math.max(start, position);
      position = exports.position.value;
      drainLevels();
      drainBlock(scratch);
      drainFlags();
      rows += exports.rows.value;
      if (status === parseStatus.inputUsed) position = -1;
      if (status === parseStatus.tableFull) kernel.growFullTables();
      if (status === parseStatus.arenaFull) nextLevel = kernel.newArena(exports.detail.value);
      if (status >= parseStatus.wrongCount) throw brokenRecord(kernel, status, columns.length);
    },
  };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function textAt(memory: Uint8Array, address: number, length: number): string {
  return decoder.decode(memory.subarray(address, address + length));
}

function brokenRecord({ exports }: CsvKernel, status: number, columns: number): CsvBroken {
  const line = `line ${exports.line.value}`;
  if (status === parseStatus.wrongCount) {
    return new CsvBroken(`${line} should have ${columns} cells, as many as the header, got ${exports.detail.value}`);
  }
  if (status === parseStatus.noLabel) return new CsvBroken(`${line} should have a label, got an empty cell`);
  return new CsvBroken(`${line} should have nothing between a closing quote and the next delimiter or line end`);
}
