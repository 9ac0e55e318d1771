import { median } from './alternated-runs.ts';

const BATCH_ROWS = 10_000;
const BATCHES = 7;
const WARM_UP = 2_000;

/** Rows of float32 that stand one after the other. */
export interface RowMatrix {
  readonly values: Float32Array;
  readonly columns: number;
}

/** What the peers call the same. */
export interface RowTimes {
  readonly row_us_p50: number;
  readonly row_us_p99: number;
  readonly batch10k_ms: number;
}

interface Scoring {
  readonly row: (values: Float32Array) => unknown;
  readonly batch: (values: Float32Array) => unknown;
}

/** How long rows one by one and 10,000 at a time take. */
export async function rowTimes({ values, columns }: RowMatrix, scoring: Scoring, repeats: number): Promise<RowTimes> {
  const rows = values.length / columns;
  const rowAt = (index: number) => values.slice((index % rows) * columns, ((index % rows) + 1) * columns);
  const times = new Float64Array(repeats);
  for (let index = -WARM_UP; index < repeats; index += 1) {
    const row = rowAt(index + WARM_UP);
    const start = performance.now();
    const answer = scoring.row(row);
    // whoever answers at once is not kept waiting for the next turn
    if (answer instanceof Promise) await answer;
    times[Math.max(0, index)] = performance.now() - start;
  }
  times.sort();
  const batch = Float32Array.from({ length: BATCH_ROWS * columns }, (_, at) => values[at % values.length] as number);
  await scoring.batch(batch);
  const batches: number[] = [];
  for (let index = 0; index < BATCHES; index += 1) {
    const start = performance.now();
    await scoring.batch(batch);
    batches.push(performance.now() - start);
  }
  return {
    row_us_p50: (times[repeats >> 1] as number) * 1e3,
    row_us_p99: (times[Math.floor(repeats * 0.99)] as number) * 1e3,
    batch10k_ms: median(batches),
  };
}
