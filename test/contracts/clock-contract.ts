import { describe, expect, test } from 'vitest';
import type { Clock } from '../../lib/domain/ports/clock.ts';
import { milliseconds, timestampSchema } from '../../lib/domain/time.ts';

/** What every clock promises. */
export function clockContract(name: string, setUp: () => Clock): void {
  describe(name, () => {
    test('the time is a timestamp', () => {
      expect(timestampSchema.safeParse(setUp().now()).success).toBe(true);
    });

    test('time does not run backwards, and has passed after a sleep', async () => {
      const clock = setUp();
      const before = milliseconds(clock.now());

      await clock.sleep(0.005);

      // a timer may be early by part of a millisecond
      expect(milliseconds(clock.now()) - before).toBeGreaterThanOrEqual(4);
    });
  });
}
