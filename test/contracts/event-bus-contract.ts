import { describe, expect, test } from 'vitest';
import { EventRefused } from '../../lib/domain/ports/adapter-errors.ts';
import type { EventBus } from '../../lib/domain/ports/announcements.ts';
import type { InMemoryEventBus } from '../in-memory/in-memory-event-bus.ts';

export interface EventBusSetUp {
  readonly bus: EventBus;
  /** What arrived, and how to have the next one refused. */
  readonly received: InMemoryEventBus;
}

const event = {
  detailType: 'Rolled Back',
  detail: { modelName: 'churn', sequence: 7, reason: 'bad answers: 12 %, „é“' },
  resources: ['arn:aws:lambda:eu-west-1:123456789012:function:predict'],
};

/** What every event bus promises. */
export function eventBusContract(name: string, setUp: () => Promise<EventBusSetUp>): void {
  describe(name, () => {
    test('an event arrives as it was put', async () => {
      const { bus, received } = await setUp();

      await bus.put(event);

      expect(received.events).toEqual([event]);
    });

    test('an event that is refused is not lost silently', async () => {
      const { bus, received } = await setUp();
      received.refuseNext('InternalFailure');

      const put = bus.put(event);

      await expect(put).rejects.toThrow(EventRefused);
      await expect(put).rejects.toThrow(/'Rolled Back'.*InternalFailure/);
      expect(received.events).toEqual([]);
    });
  });
}
