import type { Clock } from '../../lib/domain/ports/clock.ts';
import { milliseconds, type Timestamp, timestamp } from '../../lib/domain/time.ts';

export interface FakeClock extends Clock {
  advance(seconds: number): void;
}

/** Time that passes only while somebody sleeps, or when it is told to. */
export function fakeClock(start: Timestamp = '2026-01-05T00:00:00.000Z'): FakeClock {
  let now = milliseconds(start);
  const advance = (seconds: number) => {
    now += seconds * 1000;
  };
  return { now: () => timestamp(now), advance, sleep: async (seconds) => advance(seconds) };
}
