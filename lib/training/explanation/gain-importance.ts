import type { TreeEnsemble } from '../trees/tree-ensemble.ts';

/** The share of each column in the gain of all splits; all 0 where no tree splits. */
export function gainImportance({ trees, columns }: TreeEnsemble): Float64Array {
  const gains = new Float64Array(columns);
  let total = 0;
  for (const { feature, gain } of trees) {
    for (const [node, column] of feature.entries()) {
      if (column === -1) continue;
      gains[column] = (gains[column] as number) + (gain[node] as number);
      total += gain[node] as number;
    }
  }
  return total > 0 ? gains.map((gain) => gain / total) : gains;
}
