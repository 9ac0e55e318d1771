import { closeSync, openSync, writeSync } from 'node:fs';
import { SYNTHETIC_COLUMNS, syntheticRow } from './synthetic-rows.ts';

export interface SyntheticSize {
  readonly rows: number;
  /** Of the table; the label depends on all 28, whether they are in it or not. @default 28 */
  readonly columns?: number;
  readonly seed: number;
}

const DECIMALS = 5;
const BUFFER_BYTES = 2 ** 20;
// longer than any cell: 16 digits, a point, a sign and a comma
const LONGEST_CELL = 24;

const [COMMA, NEWLINE, MINUS, POINT, ZERO] = Array.from(',\n-.0', (sign) => sign.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
];

/**
 * Writes synthetic rows as CSV with the header `x0,x1,...,y`; an empty cell is missing, and numbers that
 * are not whole have five decimals.
 */
export function writeSyntheticCsv(path: string, { rows, columns = SYNTHETIC_COLUMNS, seed }: SyntheticSize): void {
  const file = openSync(path, 'w');
  const buffer = Buffer.alloc(BUFFER_BYTES);
  let end = buffer.write(`${syntheticNames(columns).join(',')},y\n`);
  const values = new Float64Array(Math.max(SYNTHETIC_COLUMNS, columns));
  for (let row = 0; row < rows; row += 1) {
    if (end + (columns + 1) * LONGEST_CELL > BUFFER_BYTES) {
      writeSync(file, buffer, 0, end);
      end = 0;
    }
    const label = syntheticRow(seed, row, values);
    for (let column = 0; column < columns; column += 1) {
      end = writeNumber(buffer, end, values[column] as number);
      buffer[end++] = COMMA;
    }
    buffer[end++] = ZERO + label;
    buffer[end++] = NEWLINE;
  }
  writeSync(file, buffer, 0, end);
  closeSync(file);
}

export function syntheticNames(columns: number): string[] {
  return Array.from({ length: columns }, (_, column) => `x${column}`);
}

/** Writes a number below 42,949, nothing for NaN; returns where it ends. */
function writeNumber(buffer: Buffer, start: number, value: number): number {
  if (Number.isNaN(value)) return start;
  const decimals = Number.isInteger(value) ? 0 : DECIMALS;
  // 32 bits, which divide several times faster
  let units = Math.round(Math.abs(value) * 10 ** decimals) >>> 0;
  const first = value < 0 ? start + 1 : start;
  const end = first + lengthOf(units, decimals);
  if (value < 0) buffer[start] = MINUS;
  for (let at = end - 1; at >= first; at -= 1) {
    if (decimals > 0 && end - at === decimals + 1) {
      buffer[at] = POINT;
    } else {
      buffer[at] = ZERO + (units % 10);
      units = (units / 10) >>> 0;
    }
  }
  return end;
}

function lengthOf(units: number, decimals: number): number {
  let digits = 1;
  for (let rest = (units / 10) >>> 0; rest > 0; rest = (rest / 10) >>> 0) digits += 1;
  return Math.max(digits, decimals + 1) + (decimals > 0 ? 1 : 0);
}
