import type { CellColumn } from './cell-columns.ts';
import { blockDrain } from './csv-blocks.ts';
import { CsvBroken } from './csv-broken.ts';
import { csvKernel, parseStatus } from './csv-kernel.ts';

const LINE_FEED = 0x0a;
/** For a line feed after the last byte, and because the kernel reads 16 bytes at a time. */
const SPARE_BYTES = 32;
const LONGEST_RECORD = 2 ** 24;

export interface CsvParser {
  /** Copies the bytes. Throws `CsvBroken`. */
  add(bytes: Uint8Array): void;
  /** Reads what is left, and says how many rows there are. Throws `CsvBroken`. */
  finish(): number;
}

export interface CsvParsing {
  /** ASCII. */
  readonly delimiter: number;
  /** On which the first record starts. */
  readonly line: number;
  /** Bytes parsed at a time; a longer record is parsed as a whole. */
  readonly windowBytes: number;
  /** Of the file, when they are known. */
  readonly totalBytes: number | undefined;
}

/** Fills columns from the records of a file; those without a column are skipped. */
export function csvParser(columns: readonly (CellColumn | undefined)[], parsing: CsvParsing): CsvParser {
  const kernel = csvKernel(columns, parsing.delimiter);
  const { exports, space } = kernel;
  exports.line.value = parsing.line;
  const blocks = blockDrain(kernel, columns, parsing.totalBytes);
  const window = { start: 0, bytes: 0, used: 0, scratch: 0 };
  const widen = (bytes: number) => {
    const start = space.take(bytes + SPARE_BYTES);
    const scratch = space.take(bytes + SPARE_BYTES);
    space.bytes().copyWithin(start, window.start, window.start + window.used);
    Object.assign(window, { start, bytes, scratch });
  };
  const fill = (bytes: Uint8Array): number => {
    const part = bytes.subarray(0, window.bytes - window.used);
    space.bytes().set(part, window.start + window.used);
    window.used += part.length;
    return part.length;
  };
  const parse = () => {
    const end = window.start + window.used;
    space.bytes()[end] = LINE_FEED;
    exports.setWindow(window.start, window.scratch);
    let status: number;
    do {
      status = exports.parse(end);
      blocks.drain(status, window);
    } while (status !== parseStatus.inputUsed);
    const parsed = exports.position.value;
    space.bytes().copyWithin(window.start, parsed, end);
    window.used = end - parsed;
  };
  const parseWindow = () => {
    parse();
    if (window.used > LONGEST_RECORD) throw tooLong(exports.line.value, exports.openQuote.value);
    // parsing the start of a record again and again would take time without bound
    const wider = Math.min(window.bytes * 2, LONGEST_RECORD + 1);
    if (window.used * 2 > window.bytes && wider > window.bytes) widen(wider);
  };
  widen(Math.max(SPARE_BYTES, parsing.windowBytes));
  return {
    add: (bytes) => {
      for (let start = 0; start < bytes.length; ) {
        start += fill(bytes.subarray(start));
        if (window.used === window.bytes) parseWindow();
      }
    },
    finish: () => {
      if (window.used === window.bytes) widen(window.bytes + 1);
      fill(Uint8Array.of(LINE_FEED));
      parse();
      if (window.used === 0) return blocks.rows();
      throw new CsvBroken(`${openedOn(exports.openQuote.value)} should be closed: the file may be cut off`);
    },
  };
}

function tooLong(line: number, openQuote: number): CsvBroken {
  const hint = openQuote > 0 ? `: ${openedOn(openQuote)} is not closed` : '';
  return new CsvBroken(`the record that starts on line ${line} should have at most ${LONGEST_RECORD} bytes${hint}`);
}

function openedOn(line: number): string {
  return `the quote that is opened on line ${line}`;
}
