import { levelReader, nearestFloat32, numberReader } from './feature-reading.ts';
import { growingFloats, growingIntegers } from './growing-array.ts';
import { levelDictionary } from './level-dictionary.ts';

/** A column that is filled block by block; every address is one in the memory given. */
export interface CellColumn {
  readonly kind: 'number' | 'level' | 'label' | 'id';
  /** Numbers that mean "missing". */
  readonly markers: readonly number[];
  /** Takes a text that has not been before; its code in a block is how many there were. */
  takeLevel(text: string): void;
  /** Takes a block of rows; `capacity` is how many rows there may be in all. */
  takeBlock(block: CellBlock, rows: number, capacity: number): void;
  /** Reads one cell again from its text. */
  takeCell(row: number, text: string): void;
}

/** Rows of all columns, from `start` on. */
interface CellBlock {
  readonly start: number;
  readonly memory: Uint8Array<ArrayBuffer>;
  /** Where the values of the column are, of 4 bytes each. */
  readonly address: number;
  /** Where the texts of the ids are; the values are where they end. */
  readonly texts: number;
}

const nothing = () => undefined;

export interface NumberCells extends CellColumn {
  finish(rows: number): Float32Array;
}

export function numberCells(missing: readonly string[]): NumberCells {
  const read = numberReader(missing);
  const values = growingFloats();
  const markers = missing.filter((text) => text.trim() !== '').map(Number);
  return {
    kind: 'number',
    markers: markers.filter((marker) => !Number.isNaN(marker)),
    takeLevel: nothing,
    takeBlock: ({ start, memory, address }, rows, capacity) =>
      values.withRoom(capacity).set(new Float32Array(memory.buffer, address, rows), start),
    takeCell: (row, text) => {
      values.withRoom(row)[row] = nearestFloat32(read(text));
    },
    finish: values.finish,
  };
}

export interface LevelCells extends CellColumn {
  finish(rows: number): { readonly levels: readonly string[]; readonly codes: Int32Array };
}

/** Levels in the order in which they first came; one of the texts that mean "missing" has the code -1. */
export function levelCells(kind: 'level' | 'label', missing: readonly string[]): LevelCells {
  const { levels, codeOf } = levelDictionary(kind === 'label' ? String : levelReader(missing));
  const values = growingIntegers();
  // texts of different bytes, none of them UTF-8, may be the same level
  const codeOfText: number[] = [];
  return {
    kind,
    markers: [],
    takeLevel: (text) => {
      codeOfText.push(codeOf(text));
    },
    takeBlock: ({ start, memory, address }, rows, capacity) => {
      const block = new Int32Array(memory.buffer, address, rows);
      const codes = values.withRoom(capacity);
      for (let row = 0; row < rows; row += 1) codes[start + row] = codeOfText[block[row] as number] ?? -1;
    },
    takeCell: nothing,
    finish: (rows) => ({ levels, codes: values.finish(rows) }),
  };
}

export interface IdCells extends CellColumn {
  finish(): readonly string[];
}

export function idCells(): IdCells {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const ids: string[] = [];
  return {
    kind: 'id',
    markers: [],
    takeLevel: nothing,
    takeBlock: ({ memory, address, texts }, rows) => {
      const ends = new Int32Array(memory.buffer, address, rows);
      const bytes = memory.subarray(texts, texts + (ends[rows - 1] ?? 0));
      const text = decoder.decode(bytes);
      // decoding one by one takes many times as long
      const isAscii = text.length === bytes.length;
      let start = 0;
      for (const end of ends) {
        ids.push(isAscii ? text.slice(start, end) : decoder.decode(bytes.subarray(start, end)));
        start = end;
      }
    },
    takeCell: nothing,
    finish: () => ids,
  };
}
