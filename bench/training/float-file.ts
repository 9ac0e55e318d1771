import { readFileSync, writeFileSync } from 'node:fs';
import type { RowMatrix } from './row-times.ts';

/** Columns as rows that stand one after the other, which the peers read. */
export function rowMatrix(columns: readonly Float32Array[]): RowMatrix {
  const rows = columns[0]?.length ?? 0;
  const values = new Float32Array(rows * columns.length);
  for (const [place, column] of columns.entries()) {
    for (let row = 0; row < rows; row += 1) values[row * columns.length + place] = column[row] as number;
  }
  return { values, columns: columns.length };
}

/** Little-endian float32, on the machines that this runs on. */
export function writeFloats(path: string, values: Float32Array): string {
  writeFileSync(path, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return path;
}

export function readFloats(path: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
}
