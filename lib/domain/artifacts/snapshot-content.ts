import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { StoredObject } from '../ports/artifact-store.ts';
import type { StoredOutcome } from './outcome.ts';
import { type OutcomeWindow, type Snapshot, selectOutcomes } from './snapshot.ts';

/** One archived object and what is in it. */
export interface OutcomePart {
  readonly object: StoredObject;
  readonly outcomes: readonly StoredOutcome[];
}

/** The rows of a window, and the snapshot that freezes them; parts without a row of it stay out. */
export function freezeOutcomes(
  modelName: string,
  window: OutcomeWindow,
  parts: readonly OutcomePart[],
): { readonly rows: StoredOutcome[]; readonly snapshot: Snapshot } {
  const rows = selectOutcomes(
    parts.flatMap(({ outcomes }) => outcomes),
    window,
  );
  const selected = new Set(rows);
  const snapshot: Snapshot = {
    schema: 'ratchet.snapshot/1',
    modelName,
    window,
    parts: parts.filter(({ outcomes }) => outcomes.some((one) => selected.has(one))).map(({ object }) => object),
    rows: rows.length,
    rowsSha256: rowsHash(rows),
    labels: labelCounts(rows),
    watermark: newestArrival(rows),
  };
  return { rows, snapshot };
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
