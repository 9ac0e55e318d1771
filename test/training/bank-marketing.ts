import { readFileSync } from 'node:fs';
import type { LabelledRow } from '../../lib/training/scoring/score-rows.ts';

/** The rows of the sample data, named as the reference script names them; `target` is the column to predict. */
export function bankMarketingRows(target: string): LabelledRow[] {
  const file = new URL('../../models/data/bank-marketing.csv', import.meta.url);
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line, index) => {
    const cells = line.split(',');
    const features = Object.fromEntries(names.map((name, column) => [name, cells[column] ?? '']));
    return { id: `bank-${index}`, label: features[target] ?? '', features };
  });
}
