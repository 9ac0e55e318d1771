import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { type Timestamp, timestampSchema } from '../time.ts';
import { dataFindingSchema } from './data-finding.ts';
import type { StoredOutcome } from './outcome.ts';

export const windowSchema = z.strictObject({
  /** Inclusive. */
  from: timestampSchema,
  /** Exclusive. */
  to: timestampSchema,
});

export type OutcomeWindow = z.infer<typeof windowSchema>;

/** Frozen training data: which archived objects, and which of their outcomes. Its own hash stands for all rows. */
export const snapshotSchema = z.strictObject({
  schema: z.literal('ratchet.snapshot/1'),
  modelName: z.string().min(1).max(40),
  window: windowSchema,
  /** Archived objects, oldest arrival first. */
  parts: z.array(storedObjectSchema),
  rows: z.int().nonnegative(),
  /** Hash of the rows themselves: the same data has the same one, whatever window and objects it came from. */
  rowsSha256: sha256Schema,
  /** Rows by label. */
  labels: z.record(z.string(), z.int().positive()),
  /** Newest arrival; null without rows. */
  watermark: timestampSchema.nullable(),
  /** What the data gate warned of; older snapshots do not say. */
  findings: z.array(dataFindingSchema).optional(),
});

export type Snapshot = z.infer<typeof snapshotSchema>;

/**
 * The rows of a snapshot: outcomes that happened in the window, each id once (the earliest arrival counts), in the order
 * in which they happened. The same parts and window give the same rows in the same order.
 */
export function selectOutcomes(outcomes: readonly StoredOutcome[], window: OutcomeWindow): StoredOutcome[] {
  const first = new Map<string, StoredOutcome>();
  for (const outcome of outcomes) {
    if (!isInWindow(outcome, window)) continue;
    const known = first.get(outcome.id);
    if (known === undefined || outcome.receivedAt < known.receivedAt) first.set(outcome.id, outcome);
  }
  return [...first.values()].sort(byTime);
}

export function isInWindow({ time }: Pick<StoredOutcome, 'time'>, { from, to }: OutcomeWindow): boolean {
  return time >= from && time < to;
}

function byTime(one: { time: Timestamp; id: string }, other: { time: Timestamp; id: string }): number {
  if (one.time !== other.time) return one.time < other.time ? -1 : 1;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}
