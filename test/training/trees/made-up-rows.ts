import { uniformAt } from '../../../lib/statistics/random-numbers.ts';
import type { BoostingRows } from '../../../lib/training/trees/boosting-task.ts';

/** Four columns, of which the third has few values and the last has gaps; the first two decide over the class. */
export function madeUpRows(
  rows: number,
  { outputs = 1, seed = 1 }: { outputs?: number; seed?: number } = {},
): BoostingRows {
  const draw = (column: number, row: number) => uniformAt(seed, column, 0, row);
  const columns = [0, 1, 2, 3].map((column) => Float32Array.from({ length: rows }, (_, row) => draw(column, row)));
  const [first, second, few, gappy] = columns as [Float32Array, Float32Array, Float32Array, Float32Array];
  for (let row = 0; row < rows; row += 1) {
    few[row] = Math.floor((few[row] ?? 0) * 5);
    if (draw(4, row) < 0.1) gappy[row] = Number.NaN;
  }
  const labels = Int32Array.from({ length: rows }, (_, row) => {
    const pull = 0.5 + 0.8 * ((first[row] ?? 0) - 0.5) + 1.2 * (Math.abs((second[row] ?? 0) - 0.5) - 0.25);
    const noisy = pull + 0.6 * (draw(5, row) - 0.5);
    return outputs === 1 ? Number(noisy > 0.5) : Math.min(outputs - 1, Math.max(0, Math.floor(noisy * outputs)));
  });
  return { columns, labels, outputs };
}
