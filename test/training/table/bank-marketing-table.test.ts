import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCsv } from '../../../lib/training/table/csv.ts';
import { fileChunks } from '../../../lib/training/table/file-chunks.ts';
import { tableBuilder } from '../../../lib/training/table/table-builder.ts';
import { bankMarketingRows } from '../bank-marketing.ts';

const numeric = ['age', 'balance', 'day', 'campaign', 'pdays', 'previous'];
const categorical = ['job', 'marital', 'education', 'default', 'housing', 'loan', 'contact', 'month', 'poutcome'];

test('the sample data is the same table from its file and from its rows', async () => {
  const file = new URL('../../../models/data/bank-marketing.csv', import.meta.url);
  const features = [
    ...numeric.map((name) => ({ name, kind: 'numeric', missing: ['-1'] }) as const),
    ...categorical.map((name) => ({ name, kind: 'categorical', missing: ['unknown'] }) as const),
  ];
  const builder = tableBuilder(features);
  const rows = bankMarketingRows('y');
  for (const row of rows) builder.add(row.features);

  const { table, labels } = await readCsv(fileChunks(fileURLToPath(file)), { features, target: 'y' });

  expect(table).toEqual(builder.finish());
  expect(labels.levels).toEqual(['no', 'yes']);
  expect(labels.codes.every((code, row) => labels.levels[code] === rows[row]?.label)).toBe(true);
});
