import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../domain/ports/clock.ts';
import { timestamp } from '../domain/time.ts';

/** Real time. The only place that asks the machine for it. */
export const systemClock: Clock = {
  now: () => timestamp(Date.now()),
  sleep: (seconds) => setTimeout(seconds * 1000),
};
