import { writeFileSync } from 'node:fs';
import { uniformAt } from '../../lib/statistics/random-numbers.ts';

const TEST_SHARE = 0.2;

/** Every tenth row, from the tenth. */
export function everyTenth(rows: number): number[] {
  return Array.from({ length: Math.floor(rows / 10) }, (_, index) => index * 10 + 9);
}

/** A fifth of the rows, drawn by a seed. */
export function drawnFifth(rows: number, seed: number): number[] {
  return Array.from({ length: rows }, (_, row) => row).filter((row) => uniformAt(seed, 0, row, 0) < TEST_SHARE);
}

/** The rows in as many parts, each of about the same size, drawn by a seed. */
export function drawnFolds(rows: number, folds: number, seed: number): number[][] {
  const order = Array.from({ length: rows }, (_, row) => ({ row, place: uniformAt(seed, 1, row, 0) }));
  order.sort((one, other) => one.place - other.place);
  return Array.from({ length: folds }, (_, fold) =>
    order.filter((_row, index) => index % folds === fold).map(({ row }) => row),
  );
}

/** Writes row numbers, or lists of them, where both sides read them; returns the path. */
export function writeRowNumbers(path: string, rows: readonly unknown[]): string {
  writeFileSync(path, JSON.stringify(rows));
  return path;
}
