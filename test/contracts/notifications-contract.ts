import { describe, expect, test } from 'vitest';
import type { Notifications } from '../../lib/domain/ports/announcements.ts';

type Message = Parameters<Notifications['send']>[0];

export interface NotificationsSetUp {
  readonly notifications: Notifications;
  /** What subscribers got, oldest first. */
  received(): readonly Message[];
}

const message: Message = {
  subject: 'churn: 1.4.0 rolled back: canary-verdict',
  body: 'Bad answers: 12 %, limit 5 %\nSee the report — é.',
  attributes: { severity: 'critical', model: 'churn' },
};

/** What every channel of notifications promises. */
export function notificationsContract(name: string, setUp: () => Promise<NotificationsSetUp>): void {
  describe(name, () => {
    test('a message arrives with subject, body and attributes', async () => {
      const { notifications, received } = await setUp();

      await notifications.send(message);

      expect(received()).toEqual([message]);
    });

    test('a message needs no attributes', async () => {
      const { notifications, received } = await setUp();

      await notifications.send({ ...message, attributes: {} });

      expect(received()).toEqual([{ ...message, attributes: {} }]);
    });

    test('a subject that is too long is cut, never refused', async () => {
      const { notifications, received } = await setUp();

      await notifications.send({ ...message, subject: `${'x'.repeat(99)}y` });

      expect(received()[0]?.subject).toBe(`${'x'.repeat(98)}…`);
    });

    test('a subject of 99 characters is not cut', async () => {
      const { notifications, received } = await setUp();

      await notifications.send({ ...message, subject: 'x'.repeat(99) });

      expect(received()[0]?.subject).toBe('x'.repeat(99));
    });

    test('a subject is one line', async () => {
      const { notifications, received } = await setUp();

      await notifications.send({ ...message, subject: 'rolled\r\nback:\tfailure\n' });

      expect(received()[0]?.subject).toBe('rolled back: failure');
    });
  });
}
