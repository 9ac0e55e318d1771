import { z } from 'zod';

/** A point in time as `2026-01-31T23:59:59.999Z`: UTC, milliseconds, so that text order is time order. */
export const timestampSchema = z.iso.datetime({ precision: 3 });

export type Timestamp = z.infer<typeof timestampSchema>;

/** The timestamp of milliseconds since 1970. */
export function timestamp(milliseconds: number): Timestamp {
  return new Date(milliseconds).toISOString();
}

/** Milliseconds since 1970 of a timestamp. */
export function milliseconds(time: Timestamp): number {
  return Date.parse(time);
}

/** The timestamp so many seconds later. */
export function secondsAfter(time: Timestamp, seconds: number): Timestamp {
  return timestamp(milliseconds(time) + seconds * 1000);
}
