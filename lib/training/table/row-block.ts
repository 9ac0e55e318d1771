import type { TrainingFeatures } from './feature-reading.ts';

/** So few rows that their values stay at hand from being gathered to being read. */
export const BLOCK_ROWS = 64;

/** Takes up to `BLOCK_ROWS` rows: a block of each column after the other, with null for what a row has not got. */
type BlockTaker = (values: readonly unknown[], rows: number) => void;

export interface RowBlock {
  add(row: TrainingFeatures): void;
  /** Hands on the rows that are not a whole block. */
  flush(): void;
}

/**
 * Gathers rows to be read column by column, in the order in which each has its values: asking every row for every name
 * takes four times as long.
 */
export function rowBlock(columns: readonly string[], take: BlockTaker): RowBlock {
  const starts = new Map(columns.map((name, place) => [name, place * BLOCK_ROWS]));
  const values = new Array<unknown>(columns.length * BLOCK_ROWS).fill(null);
  // names as the last row had them, which is how nearly every row has them, and where their columns start
  const names: string[] = [];
  const startOfNames: number[] = [];
  const startOf = (name: string, at: number): number => {
    if (names[at] !== name) {
      names[at] = name;
      startOfNames[at] = starts.get(name) ?? -1;
    }
    return startOfNames[at] as number;
  };
  let rows = 0;
  const flush = () => {
    take(values, rows);
    values.fill(null);
    rows = 0;
  };
  return {
    add: (row) => {
      let at = 0;
      for (const name in row) {
        const start = startOf(name, at);
        if (start >= 0) values[start + rows] = row[name];
        at += 1;
      }
      rows += 1;
      if (rows === BLOCK_ROWS) flush();
    },
    flush,
  };
}
