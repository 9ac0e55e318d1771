import { normalSf } from '../../statistics/distributions/normal.ts';
import { pairedAuc } from '../../statistics/paired/delong.ts';
import { normalInterval } from '../../statistics/paired/paired-mean.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { SliceResult } from '../artifacts/comparison.ts';

/** A row of one slice with the probabilities of its positive class. */
export interface SlicedRow {
  readonly slice: string;
  readonly positive: boolean;
  readonly candidate: number;
  readonly champion: number;
}

export interface SliceLimits {
  /** Of the two-sided interval; the part below it is what is shared out among the slices. */
  readonly confidence: number;
  /** Most AUC that a slice may lose. */
  readonly margin: number;
}

/** Rows of the rarer class below which a slice says nothing. */
const LEAST_ROWS = 20;

interface Measured {
  readonly slice: string;
  readonly n: number;
  readonly delta: number;
  readonly standardError: number;
  /** One-sided, of a loss as large as the margin. */
  readonly p: number;
}

/**
 * Whether the AUC of no slice has lost the margin, by Holm's step-down method (1979): the surest of m slices needs a chance
 * of error of at most alpha / m, the next one alpha / (m - 1), and after one that fails all others do.
 */
export function sliceEvidence(rows: readonly SlicedRow[], { confidence, margin }: SliceLimits): SliceResult[] {
  const measured = bySlice(rows).map(([slice, own]) => ({
    slice,
    n: own.length,
    found: measureSlice(slice, own, margin),
  }));
  const ranked = measured
    .flatMap(({ found }) => (found === null ? [] : [found]))
    .toSorted((one, other) => one.p - other.p);
  const alpha = (1 - confidence) / 2;
  const verdicts = new Map<string, SliceResult>();
  let kept = true;
  for (const [index, found] of ranked.entries()) {
    const share = alpha / (ranked.length - index);
    kept &&= found.p <= share + THRESHOLD_TOLERANCE;
    verdicts.set(found.slice, sliceResult(found, share, kept));
  }
  return measured.map(({ slice, n }) => verdicts.get(slice) ?? { slice, n, delta: null, interval: null, passed: null });
}

/** In the order of their names, so that none depends on the order of rows. */
function bySlice(rows: readonly SlicedRow[]): (readonly [string, readonly SlicedRow[]])[] {
  const slices = new Map<string, SlicedRow[]>();
  for (const row of rows) {
    const known = slices.get(row.slice);
    if (known === undefined) slices.set(row.slice, [row]);
    else known.push(row);
  }
  return [...slices].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function measureSlice(slice: string, rows: readonly SlicedRow[], margin: number): Measured | null {
  const positives = rows.map(({ positive }) => positive);
  const rarer = Math.min(positives.filter(Boolean).length, positives.filter((positive) => !positive).length);
  if (rarer < LEAST_ROWS) return null;
  const areas = pairedAuc(
    positives,
    rows.map(({ champion }) => champion),
    rows.map(({ candidate }) => candidate),
  );
  if (areas === null) return null;
  const { difference: delta, standardError } = areas;
  const p = standardError === 0 ? Number(delta <= -margin) : normalSf((delta + margin) / standardError);
  return { slice, n: rows.length, delta, standardError, p };
}

function sliceResult({ slice, n, delta, standardError }: Measured, share: number, passed: boolean): SliceResult {
  const { lower, upper } = normalInterval({ value: delta, standardError }, 1 - 2 * share);
  return { slice, n, delta, interval: [lower, upper], passed };
}
