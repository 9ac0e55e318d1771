import type { WasmMemory } from '../kernels/web-assembly.ts';
import type { RowSetFields } from './boosting-kernel.ts';
import type { BoostingLayout } from './boosting-memory.ts';
import type { BoostingRows } from './boosting-task.ts';

/** Copies labels, and raw columns block by block; `binBlocks` is called with the first of the blocks that stand ready. */
export function loadRows(
  memory: WasmMemory,
  layout: BoostingLayout,
  set: { readonly rows: BoostingRows; readonly fields: RowSetFields; readonly columnAt: Int32Array },
  shards: number,
  binBlocks: (first: number) => void,
): void {
  new Uint16Array(memory.buffer, set.fields.labels, set.rows.labels.length).set(set.rows.labels);
  const { blockRows } = layout;
  const columns = Array.from(set.columnAt)
    .filter((column) => column >= 0)
    .map((column) => set.rows.columns[column] as Float32Array);
  const raw = new Float32Array(memory.buffer, layout.fields.raw, shards * columns.length * blockRows);
  for (let first = 0; first < set.fields.blocks; first += shards) {
    for (let shard = 0; shard < shards; shard += 1) {
      const start = (first + shard) * blockRows;
      columns.forEach((column, place) => {
        raw.set(column.subarray(start, start + blockRows), (shard * columns.length + place) * blockRows);
      });
    }
    binBlocks(first);
  }
}
