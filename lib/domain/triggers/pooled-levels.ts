import { type PairedCounts, pairBins } from '../../statistics/drift/bin-edges.ts';
import type { LevelCounts } from '../artifacts/reference-profile.ts';

/**
 * Rows of a level that the smaller sample should have for it to be counted apart. The noise floor holds for levels that
 * are hardly ever empty: with 5, one of 50 equally frequent levels raises the index of 8 unchanged windows in 100 above .25
 * and the floor; with 8, that of 1 in 100.
 */
const LEAST_EXPECTED = 8;

export interface PooledLevels extends PairedCounts {
  /** Levels of the window that the reference has not got, by name; none where it does not list all that it has. */
  readonly unseen: readonly string[];
}

/**
 * The counts of two samples by level: each frequent one, all rare ones together, all that the reference has not got
 * together, and missing values. Groups that are empty in both are left out.
 */
export function pooledLevels(reference: LevelCounts, current: LevelCounts): PooledLevels {
  const counts = new Map(current.levels.map(({ level, rows }) => [level, rows]));
  const listed = reference.levels.filter(({ rows }) => rows > 0).map(({ level, rows }) => pairOf(level, rows, counts));
  const known = new Set(listed.map(({ level }) => level));
  const unlisted = current.levels.filter(({ level, rows }) => rows > 0 && !known.has(level));
  const others = unlisted.reduce((sum, { rows }) => sum + rows, current.other);
  const isKnown = isFrequent(rowsOf(reference), rowsOf(current));
  const [frequent, rare] = [listed.filter(isKnown), listed.filter((pair) => !isKnown(pair))];
  const listsAll = reference.other === 0;
  const groups = [
    totalOf([...rare, { expected: reference.other, actual: listsAll ? 0 : others }]),
    { expected: 0, actual: listsAll ? others : 0 },
  ].filter(({ expected, actual }) => expected + actual > 0);
  const pairs = [...frequent, ...groups];
  const paired = pairBins(
    { bins: pairs.map(({ expected }) => expected), missing: reference.missing },
    { bins: pairs.map(({ actual }) => actual), missing: current.missing },
  );
  return { ...paired, unseen: listsAll ? unlisted.map(({ level }) => level).toSorted() : [] };
}

interface Pair {
  readonly expected: number;
  readonly actual: number;
}

function pairOf(level: string, expected: number, counts: ReadonlyMap<string, number>) {
  return { level, expected, actual: counts.get(level) ?? 0 };
}

/** Whether a level of the reference is frequent in samples of the size of the smaller one. */
function isFrequent(referenceRows: number, currentRows: number): (pair: Pair) => boolean {
  const part = Math.min(1, currentRows / referenceRows);
  return ({ expected }) => expected * part >= LEAST_EXPECTED;
}

function totalOf(pairs: readonly Pair[]): Pair {
  return pairs.reduce((sum, { expected, actual }) => ({
    expected: sum.expected + expected,
    actual: sum.actual + actual,
  }));
}

function rowsOf({ levels, other, missing }: LevelCounts): number {
  return levels.reduce((sum, { rows }) => sum + rows, other + missing);
}
