import { WindowBroken } from './drift-errors.ts';
import type { DriftWindow, WindowFeature } from './drift-window.ts';

/**
 * Both windows as one, from the beginning of the earlier to the end of the later: what two writers counted, or two days.
 * Throws `WindowBroken` for windows of different profiles.
 */
export function addWindows(one: DriftWindow, other: DriftWindow): DriftWindow {
  if (shapeOf(one) !== shapeOf(other)) {
    throw new WindowBroken('windows that are added up should be of one profile, got those of two: count them again');
  }
  return {
    ...one,
    from: one.from < other.from ? one.from : other.from,
    to: one.to > other.to ? one.to : other.to,
    rows: one.rows + other.rows,
    features: one.features.map((feature, index) => addFeatures(feature, other.features[index])),
    scores: one.scores.map(({ output, bins }, index) => ({ output, bins: addBins(bins, other.scores[index]?.bins) })),
  };
}

/** What two windows have in common if they can be added up. */
function shapeOf({ modelSha256, features, scores }: DriftWindow): string {
  const binsOf = (counts: WindowFeature['counts']) => ('bins' in counts ? counts.bins.length : 0);
  return JSON.stringify([
    modelSha256,
    features.map(({ feature, kind, counts }) => [feature, kind, binsOf(counts)]),
    scores.map(({ output, bins }) => [output, bins.length]),
  ]);
}

function addFeatures(one: WindowFeature, other: WindowFeature | undefined): WindowFeature {
  if (one.kind === 'numeric' && other?.kind === 'numeric') {
    const missing = one.counts.missing + other.counts.missing;
    return { ...one, counts: { bins: addBins(one.counts.bins, other.counts.bins), missing } };
  }
  if (one.kind === 'categorical' && other?.kind === 'categorical') {
    const levels = new Map(one.counts.levels.map(({ level, rows }) => [level, rows]));
    for (const { level, rows } of other.counts.levels) levels.set(level, (levels.get(level) ?? 0) + rows);
    const counts = {
      levels: [...levels].map(([level, rows]) => ({ level, rows })),
      other: one.counts.other + other.counts.other,
      missing: one.counts.missing + other.counts.missing,
    };
    return { ...one, counts };
  }
  return one;
}

function addBins(one: readonly number[], other: readonly number[] = []): number[] {
  return one.map((count, bin) => count + (other[bin] ?? 0));
}
