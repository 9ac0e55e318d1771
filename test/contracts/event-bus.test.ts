import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, onTestFinished, test } from 'vitest';
import { eventBridgeEventBus } from '../../lib/aws/eventbridge-event-bus.ts';
import { inMemoryEventBus } from '../in-memory/in-memory-event-bus.ts';
import { eventBusContract } from './event-bus-contract.ts';
import { clientConfig } from './wire/client-config.ts';
import { startEventBridgeWire } from './wire/eventbridge-wire.ts';

async function eventBridge() {
  const received = inMemoryEventBus();
  const wire = await startEventBridgeWire('events', received);
  onTestFinished(() => wire.close());
  const client = new EventBridgeClient(clientConfig(wire.endpoint));
  return { bus: eventBridgeEventBus(client, 'events'), received, wire, client };
}

eventBusContract('a bus in memory', async () => {
  const bus = inMemoryEventBus();
  return { bus, received: bus };
});
eventBusContract('a bus of EventBridge', eventBridge);

test('the bus is named, and the code of a refusal passed on', async () => {
  const { client } = await eventBridge();
  const other = eventBridgeEventBus(client, 'other');

  const put = other.put({ detailType: 'Promoted', detail: {}, resources: [] });

  await expect(put).rejects.toThrow("the bus other refused 'Promoted': NoSuchBus, other");
});

test('an answer that does not say how many entries failed is no success', async () => {
  const { bus, wire } = await eventBridge();
  wire.interrupt(() =>
    Promise.resolve({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '{}' }),
  );

  await expect(bus.put({ detailType: 'Promoted', detail: {}, resources: [] })).rejects.toThrow(/no code/);
});
