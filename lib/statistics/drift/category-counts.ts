import type { PairedCounts } from './bin-edges.ts';

/** Levels that are counted apart from the others. */
const MOST_LEVELS = 50;

export interface PairedLevels extends PairedCounts {
  /** In the order of the counts, which have one more at their end where there are other levels. */
  readonly levels: readonly string[];
  /** Levels of the current sample that the reference has not got. */
  readonly unseen: readonly string[];
}

/**
 * The counts of two samples by level: of the 50 that are most frequent in the reference (the first by name of equally
 * frequent ones), and of all others together.
 */
export function pairLevels(
  reference: Readonly<Record<string, number>>,
  current: Readonly<Record<string, number>>,
): PairedLevels {
  const [expected, actual] = [new Map(Object.entries(reference)), new Map(Object.entries(current))];
  const count = (counts: ReadonlyMap<string, number>, level: string) => counts.get(level) ?? 0;
  const all = [...new Set([...expected.keys(), ...actual.keys()])].sort(
    (one, other) => count(expected, other) - count(expected, one) || (one < other ? -1 : 1),
  );
  const [levels, others] = [all.slice(0, MOST_LEVELS), all.slice(MOST_LEVELS)];
  const countsOf = (counts: ReadonlyMap<string, number>) => {
    const rest = others.reduce((sum, level) => sum + count(counts, level), 0);
    return [...levels.map((level) => count(counts, level)), ...(others.length > 0 ? [rest] : [])];
  };
  return {
    levels,
    reference: countsOf(expected),
    current: countsOf(actual),
    unseen: all.filter((level) => count(expected, level) === 0 && count(actual, level) > 0),
  };
}
