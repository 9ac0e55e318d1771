/** How the features of a training stand in the rows and histograms of the boosting kernel. */
export interface FeatureTiles {
  /** Column of the table at every place, -1 where a place only fills up a tile. Most bins first. */
  readonly columnAt: Int32Array;
  /** Bytes from the start of a histogram to every tile, then of the whole. */
  readonly offsets: Uint32Array;
}

const FEATURES_PER_TILE = 4;
const CELL_BYTES = 8;

/** Four features of similarly many bins share a tile, so that little of it stays empty. Columns by their cuts. */
export function featureTiles(cuts: readonly Float32Array[]): FeatureTiles {
  const cutCount = (column: number) => cuts[column]?.length ?? 0;
  // a stable sort, so that equal columns keep their order
  const order = cuts.map((_, column) => column).sort((one, other) => cutCount(other) - cutCount(one));
  const tiles = Math.ceil(order.length / FEATURES_PER_TILE);
  const columnAt = new Int32Array(tiles * FEATURES_PER_TILE).fill(-1);
  columnAt.set(order);
  const offsets = new Uint32Array(tiles + 1);
  for (let tile = 0; tile < tiles; tile += 1) {
    // the missing, and one more than there are cuts
    const bins = cutCount(order[tile * FEATURES_PER_TILE] as number) + 2;
    offsets[tile + 1] = (offsets[tile] as number) + bins * FEATURES_PER_TILE * CELL_BYTES;
  }
  return { columnAt, offsets };
}
