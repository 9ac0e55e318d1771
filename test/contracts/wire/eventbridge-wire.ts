import { z } from 'zod';
import { EventRefused } from '../../../lib/domain/ports/adapter-errors.ts';
import { EVENT_SOURCE } from '../../../lib/domain/ports/announcements.ts';
import type { InMemoryEventBus } from '../../in-memory/in-memory-event-bus.ts';
import { startJsonWire } from './json-wire.ts';

const putEventsInput = z.object({
  Entries: z
    .array(
      z.object({
        EventBusName: z.string(),
        Source: z.literal(EVENT_SOURCE),
        DetailType: z.string(),
        Detail: z.string(),
        Resources: z.array(z.string()),
      }),
    )
    .length(1),
});

/** EventBridge as the SDK speaks it, in front of one bus in memory: an event that is refused does not fail the call. */
export function startEventBridgeWire(busName: string, bus: InMemoryEventBus) {
  return startJsonWire(
    { version: '1.1', target: 'AWSEvents' },
    {
      async PutEvents(request) {
        const results = await Promise.all(
          putEventsInput.parse(request).Entries.map((entry) => put(busName, bus, entry)),
        );
        return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
      },
    },
  );
}

async function put(
  busName: string,
  bus: InMemoryEventBus,
  { EventBusName, DetailType, Detail, Resources }: z.infer<typeof putEventsInput>['Entries'][number],
) {
  if (EventBusName !== busName) return { ErrorCode: 'NoSuchBus', ErrorMessage: EventBusName };
  try {
    await bus.put({ detailType: DetailType, detail: JSON.parse(Detail), resources: Resources });
    return { EventId: '11111111-2222-3333-4444-555555555555' };
  } catch (error) {
    if (!(error instanceof EventRefused)) throw error;
    return { ErrorCode: 'InternalFailure', ErrorMessage: error.message };
  }
}
