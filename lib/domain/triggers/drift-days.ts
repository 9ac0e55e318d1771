import { milliseconds, type Timestamp, timestamp } from '../time.ts';

const DAY_MILLISECONDS = 86_400_000;

/** A stretch of time from its first moment to the one after its last. */
export interface Stretch {
  /** Inclusive. */
  readonly from: Timestamp;
  /** Exclusive. */
  readonly to: Timestamp;
}

/** The windows of drift: so many days (UTC) that are over, oldest first. What comes later belongs to none of them. */
export function driftDays(now: Timestamp, count: number): Stretch[] {
  const today = Math.floor(milliseconds(now) / DAY_MILLISECONDS);
  return Array.from({ length: count }, (_, index) => {
    const day = today - count + index;
    return { from: timestamp(day * DAY_MILLISECONDS), to: timestamp((day + 1) * DAY_MILLISECONDS) };
  });
}

export function isWithin(time: Timestamp, { from, to }: Stretch): boolean {
  return time >= from && time < to;
}
