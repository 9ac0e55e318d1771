import { describe, expect, test } from 'vitest';
import { EventBus } from '../../../lib/local/events/event-bus.ts';
import { readEventRule } from '../../../lib/local/events/event-rules.ts';
import { putEventsOperations } from '../../../lib/local/events/put-events.ts';
import { caller, eventsSetUp, functionArn, START } from './events-set-up.ts';

function setUp() {
  const runtime = eventsSetUp();
  const bus = new EventBus(runtime.options);
  const Targets = [{ Id: 'a', Arn: functionArn }];
  bus.putRule(readEventRule('All', 'all', { EventPattern: { source: [{ exists: true }] }, Targets }));
  const operations = putEventsOperations(bus, () => runtime.clock.now(), runtime.random);
  const put = async (Entries: unknown, more = {}) =>
    operations.PutEvents?.({ Entries, ...more } as Record<string, unknown>, caller) as Promise<{
      FailedEntryCount: number;
      Entries: Record<string, string>[];
    }>;
  return { ...runtime, put };
}

const entry = {
  Source: 'ratchet',
  DetailType: 'promoted',
  Detail: '{"model":"churn"}',
  Resources: ['arn:model'],
  EventBusName: 'default',
};

describe('PutEvents', () => {
  test('puts each entry on the bus as an event', async () => {
    const { put, until, delivered } = setUp();

    const answer = await put([entry, { ...entry, Time: START / 1_000 - 60, TraceHeader: 'x' }]);
    await until(0);

    expect(answer.FailedEntryCount).toBe(0);
    expect(delivered.map(({ input }) => JSON.parse(input))).toEqual([
      {
        version: '0',
        id: answer.Entries[0]?.EventId,
        'detail-type': 'promoted',
        source: 'ratchet',
        account: '111122223333',
        time: '2026-11-21T08:00:00Z',
        region: 'eu-central-1',
        resources: ['arn:model'],
        detail: { model: 'churn' },
      },
      expect.objectContaining({ time: '2026-11-21T07:59:00Z', id: answer.Entries[1]?.EventId }),
    ]);
  });

  test('takes the good entries when others fail', async () => {
    const { put, until, delivered } = setUp();

    const answer = await put([{ ...entry, Detail: 'x' }, entry]);
    await until(0);

    expect(answer).toEqual({
      FailedEntryCount: 1,
      Entries: [
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        { EventId: expect.any(String) },
      ],
    });
    expect(delivered).toHaveLength(1);
  });

  test.each([
    ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail'],
    ['a source of AWS', { Source: 'aws.states' }, 'NotAuthorizedForSourceException'],
    ['no source', { Source: undefined }, 'InvalidArgument'],
    ['no detail type', { DetailType: undefined }, 'InvalidArgument'],
    ['another bus', { EventBusName: 'own' }, 'InvalidArgument'],
    ['something unknown', { Unknown: 1 }, 'InvalidArgument'],
  ])('fails an entry with %s', async (_, over, code) => {
    expect(await setUp().put([{ ...entry, ...over }])).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: code }],
    });
  });

  test.each([
    ['no entries', []],
    ['eleven entries', new Array(11).fill(entry)],
    ['a megabyte', [{ ...entry, Detail: JSON.stringify({ text: 'x'.repeat(1_048_576) }) }]],
    ['what is no list', 'x'],
  ])('refuses %s as a whole', async (_, entries) => {
    await expect(setUp().put(entries)).rejects.toMatchObject({ code: 'ValidationException' });
  });

  test('refuses a global endpoint', async () => {
    await expect(setUp().put([entry], { EndpointId: 'x' })).rejects.toMatchObject({ code: 'ValidationException' });
  });
});
