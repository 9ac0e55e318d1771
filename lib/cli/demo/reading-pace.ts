import { setTimeout as pause } from 'node:timers/promises';
import type { Audience } from './demo-story.ts';

const MINUTE = 60_000;

/** The time of whoever reads, in milliseconds from any beginning. */
export interface ReadingClock {
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

const realTime: ReadingClock = { now: () => performance.now(), pause };

/** The same audience, to which a virtual minute takes at least so long that there are only so many in a second. */
export function atReadingPace(
  audience: Audience,
  minutesPerSecond: number | null,
  clock: ReadingClock = realTime,
): Audience {
  if (minutesPerSecond === null) return audience;
  let ready = clock.now();
  let heard: number | null = null;
  return {
    onAct: audience.onAct,
    onEntry: audience.onEntry,
    onMinute: async (time, requests) => {
      await audience.onMinute(time, requests);
      const minutes = heard === null ? 1 : (time - heard) / MINUTE;
      heard = time;
      ready = Math.max(ready + (minutes / minutesPerSecond) * 1000, clock.now());
      await clock.pause(Math.max(0, ready - clock.now()));
    },
  };
}
