import { readFileSync, statSync } from 'node:fs';
import { readCsv } from '../../lib/training/table/csv.ts';
import type { FeatureTable } from '../../lib/training/table/feature-table.ts';
import { fileChunks } from '../../lib/training/table/file-chunks.ts';
import type { LabelledTable as ReadTable } from '../../lib/training/table/labelled-table.ts';
import { splitTable } from '../../lib/training/table/table-parts.ts';
import type { LabelledTable } from '../../lib/training/trainers/trainer.ts';
import type { Dataset } from './datasets.ts';

export interface SplitRows {
  readonly train: LabelledTable;
  readonly test: LabelledTable;
}

/** Reads a data set as the product reads CSV. */
export function readDataset({ path, features, target }: Dataset): Promise<ReadTable> {
  return readCsv(fileChunks(path), { features, target, bytes: statSync(path).size });
}

/** The rows of a file with row numbers are the test rows, all others train. Labels are 1 for `positive`, else 0. */
export function splitAt({ rows, table, labels }: ReadTable, positive: string, testRowsFile: string): SplitRows {
  const isTest = new Uint8Array(rows);
  for (const row of JSON.parse(readFileSync(testRowsFile, 'utf8')) as number[]) isTest[row] = 1;
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const places = [all.filter((row) => isTest[row] === 0), all.filter((row) => isTest[row] === 1)] as const;
  const positiveCode = labels.levels.indexOf(positive);
  const [train, test] = splitTable({ columns: [...table.columns] }, places) as [FeatureTable, FeatureTable];
  const labelsAt = (of: Uint32Array) => Int32Array.from(of, (row) => Number(labels.codes[row] === positiveCode));
  return { train: { table: train, labels: labelsAt(places[0]) }, test: { table: test, labels: labelsAt(places[1]) } };
}
