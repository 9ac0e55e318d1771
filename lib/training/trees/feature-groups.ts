/** How the features of a training stand in the rows and histograms of the boosting kernel. */
export interface FeatureGroups {
  /** Column of the table at every place, -1 where a place only fills up. Most bins first; a multiple of four. */
  readonly columnAt: Int32Array;
  /** Bins at every place, that of the missing included. */
  readonly binsAt: Uint32Array;
  /** Bytes from the start of a histogram to every group of eight places. */
  readonly offsets: Uint32Array;
  /** Bytes from a place of a group to the next: 2048, 512 or 128. */
  readonly strides: Uint32Array;
  readonly histogramBytes: number;
}

const PLACES_PER_GROUP = 8;
const CELL_BYTES = 8;
const STRIDES = [128, 512, 2048];

/** Eight features of similarly many bins share a group, so that little of it stays empty. Columns by their cuts. */
export function featureGroups(cuts: readonly Float32Array[]): FeatureGroups {
  const cutCount = (column: number) => cuts[column]?.length ?? 0;
  // a stable sort, so that equal columns keep their order
  const order = cuts.map((_, column) => column).sort((one, other) => cutCount(other) - cutCount(one));
  const columnAt = new Int32Array(Math.ceil(order.length / 4) * 4).fill(-1);
  columnAt.set(order);
  // the missing, and one more than there are cuts
  const binsAt = Uint32Array.from(columnAt, (column) => (column < 0 ? 1 : cutCount(column) + 2));
  const groups = Math.ceil(columnAt.length / PLACES_PER_GROUP);
  const offsets = new Uint32Array(groups);
  const strides = new Uint32Array(groups);
  let histogramBytes = 0;
  for (let group = 0; group < groups; group += 1) {
    const first = group * PLACES_PER_GROUP;
    const bytes = (binsAt[first] as number) * CELL_BYTES;
    const stride = STRIDES.find((each) => each >= bytes) as number;
    offsets[group] = histogramBytes;
    strides[group] = stride;
    histogramBytes += stride * Math.min(PLACES_PER_GROUP, columnAt.length - first);
  }
  return { columnAt, binsAt, offsets, strides, histogramBytes };
}
