import { describe, expect, test } from 'vitest';
import type { SentNotices } from '../../lib/domain/ports/announcements.ts';

/** What every record of sent notices promises. */
export function sentNoticesContract(name: string, setUp: () => Promise<SentNotices>): void {
  describe(name, () => {
    test('a notice is out once it was marked, and no other is', async () => {
      const notices = await setUp();

      await notices.markSent('churn', 11);

      expect(await notices.isSent('churn', 11)).toBe(true);
      expect(await notices.isSent('churn', 1)).toBe(false);
      expect(await notices.isSent('churn', 12)).toBe(false);
      expect(await notices.isSent('churn-1', 1)).toBe(false);
    });

    test('the newest one is the one with the highest number, of that model', async () => {
      const notices = await setUp();
      expect(await notices.newest('churn')).toBeNull();

      for (const sequence of [9, 100, 20]) await notices.markSent('churn', sequence);
      await notices.markSent('churn-2', 500);

      expect(await notices.newest('churn')).toBe(100);
    });

    test('marking twice is fine', async () => {
      const notices = await setUp();

      await notices.markSent('churn', 3);
      await notices.markSent('churn', 3);

      expect(await notices.isSent('churn', 3)).toBe(true);
    });
  });
}
