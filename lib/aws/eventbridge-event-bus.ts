import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { canonicalJson } from '../domain/canonical-json.ts';
import { EventRefused } from '../domain/ports/adapter-errors.ts';
import { EVENT_SOURCE, type EventBus } from '../domain/ports/announcements.ts';

export function eventBridgeEventBus(client: EventBridgeClient, busName: string): EventBus {
  return {
    async put({ detailType, detail, resources }) {
      const entry = {
        EventBusName: busName,
        Source: EVENT_SOURCE,
        DetailType: detailType,
        Detail: canonicalJson(detail),
        Resources: [...resources],
      };
      // the call succeeds even when its entry does not
      const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      if (FailedEntryCount === 0) return;
      const [{ ErrorCode = 'no code', ErrorMessage = 'no message' } = {}] = Entries ?? [];
      throw new EventRefused(`the bus ${busName} refused '${detailType}': ${ErrorCode}, ${ErrorMessage}`);
    },
  };
}
