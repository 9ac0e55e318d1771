import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { timestampSchema } from '../time.ts';
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

/** Finds the rows of a snapshot among outcomes that it sees one by one and does not keep. */
export interface OutcomeSelection {
  /** Whether the outcome may be a row, as far as is known. Those that may are counted from 0. */
  readonly add: (outcome: StoredOutcome) => boolean;
  /** The rows in their order, by their places among those that may have been. */
  readonly order: () => Uint32Array;
}

/**
 * The rows of a snapshot are the outcomes that happened in the window, each id once (the earliest arrival counts), in the
 * order in which they happened. The same parts and window give the same rows in the same order.
 */
export function outcomeSelection(window: OutcomeWindow): OutcomeSelection {
  const placeOf = new Map<string, number>();
  const seen: Pick<StoredOutcome, 'id' | 'time' | 'receivedAt'>[] = [];
  return {
    add(outcome) {
      const { id, time, receivedAt } = outcome;
      const known = seen[placeOf.get(id) ?? -1];
      if (!isInWindow(outcome, window) || (known !== undefined && receivedAt >= known.receivedAt)) return false;
      placeOf.set(id, seen.push({ id, time, receivedAt }) - 1);
      return true;
    },
    order: () => Uint32Array.from(placeOf.values()).sort((one, other) => byTime(seen[one], seen[other])),
  };
}

/** The rows of a snapshot among outcomes that are all at hand. */
export function selectOutcomes(outcomes: readonly StoredOutcome[], window: OutcomeWindow): StoredOutcome[] {
  const { add, order } = outcomeSelection(window);
  const kept = outcomes.filter(add);
  return Array.from(order(), (place) => kept[place] as StoredOutcome);
}

export function isInWindow({ time }: Pick<StoredOutcome, 'time'>, { from, to }: OutcomeWindow): boolean {
  return time >= from && time < to;
}

type Timed = Pick<StoredOutcome, 'time' | 'id'>;

function byTime(one: Timed | undefined, other: Timed | undefined): number {
  if (one === undefined || other === undefined || one.id === other.id) return 0;
  if (one.time !== other.time) return one.time < other.time ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
