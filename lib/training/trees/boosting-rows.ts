import type { WasmMemory } from '../kernels/web-assembly.ts';
import { type BoostingKernel, type RowSetFields, writeRowSet } from './boosting-kernel.ts';
import { type BoostingLayout, JOB_ADDRESS } from './boosting-memory.ts';
import type { BoostingRows } from './boosting-task.ts';
import { expectAllThreads } from './boosting-threads.ts';

/** Copies the rows block by block into the memory and bins them, a block per shard at a time. */
export function loadRows(
  {
    kernel,
    memory,
    layout,
    columnAt,
    shards,
  }: {
    readonly kernel: BoostingKernel;
    readonly memory: WasmMemory;
    readonly layout: BoostingLayout;
    readonly columnAt: Int32Array;
    readonly shards: number;
  },
  rows: BoostingRows,
  set: { readonly address: number; readonly fields: RowSetFields },
): void {
  writeRowSet(memory, set.address, set.fields);
  new Uint16Array(memory.buffer, set.fields.labels, rows.labels.length).set(rows.labels);
  const columns = Array.from(columnAt)
    .filter((column) => column >= 0)
    .map((column) => rows.columns[column] as Float32Array);
  const { blockRows } = layout;
  const raw = new Float32Array(memory.buffer, layout.fields.raw, shards * columns.length * blockRows);
  for (let first = 0; first < set.fields.blocks; first += shards) {
    for (let shard = 0; shard < shards; shard += 1) {
      const start = (first + shard) * blockRows;
      columns.forEach((column, place) => {
        raw.set(column.subarray(start, start + blockRows), (shard * columns.length + place) * blockRows);
      });
    }
    expectAllThreads(kernel.bin(JOB_ADDRESS, set.address, first) !== 0);
  }
}
