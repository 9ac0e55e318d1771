import type { Timestamp } from '../time.ts';

/** Where time comes from: real on AWS, virtual on a laptop and in tests. */
export interface Clock {
  now(): Timestamp;
  /** Resolves after so many seconds of this clock. */
  sleep(seconds: number): Promise<void>;
}
