import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { StoredObject } from '../ports/artifact-store.ts';
import { contradictedIds } from './contradicted-ids.ts';
import type { StoredOutcome } from './outcome.ts';
import { isInWindow, type OutcomeWindow, type Snapshot, selectOutcomes } from './snapshot.ts';

/** One archived object and what is in it. */
export interface OutcomePart {
  readonly object: StoredObject;
  readonly outcomes: readonly StoredOutcome[];
}

/**
 * The rows of a window, how many of their ids came with other contents besides, and the snapshot that freezes the rows;
 * parts without a row of it stay out.
 */
export function freezeOutcomes(
  modelName: string,
  window: OutcomeWindow,
  parts: readonly OutcomePart[],
): { readonly rows: StoredOutcome[]; readonly contradicted: number; readonly snapshot: Snapshot } {
  const outcomes = parts.flatMap((part) => part.outcomes).filter((outcome) => isInWindow(outcome, window));
  const rows = selectOutcomes(outcomes, window);
  const selected = new Set(rows);
  const snapshot: Snapshot = {
    schema: 'ratchet.snapshot/1',
    modelName,
    window,
    parts: parts.filter((part) => part.outcomes.some((one) => selected.has(one))).map(({ object }) => object),
    rows: rows.length,
    rowsSha256: rowsHash(rows),
    labels: labelCounts(rows),
    watermark: newestArrival(rows),
  };
  return { rows, contradicted: contradictedIds(outcomes), snapshot };
}

/** Over one canonical line per row, so that no text of all rows is needed. */
export function rowsHash(rows: readonly StoredOutcome[]): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(`${canonicalJson(row)}\n`);
  return hash.digest('hex');
}

function labelCounts(rows: readonly StoredOutcome[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function newestArrival(rows: readonly StoredOutcome[]): string | null {
  return rows.reduce<string | null>(
    (newest, { receivedAt }) => (newest === null || receivedAt > newest ? receivedAt : newest),
    null,
  );
}
