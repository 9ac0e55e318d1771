import { describe, expect, test } from 'vitest';
import { createNotify } from '../../lambdas/notify.ts';
import type { LedgerEntry, StoredEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import { storedEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { LedgerEvent } from '../../lib/domain/ledger/ledger-event.ts';
import { registryPartitions, sequenceKey } from '../../lib/domain/ports/registry-keys.ts';
import { batchAnswerSchema, streamEventSchema } from '../../lib/domain/steps/stream-records.ts';
import {
  BASELINE,
  bootstrapped,
  canaryOf,
  checked,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  MODEL,
  promoted,
  rolledBack,
} from '../domain/ledger/ledger-samples.ts';
import { inMemoryEventBus } from '../in-memory/in-memory-event-bus.ts';
import { inMemoryFailureLog } from '../in-memory/in-memory-failure-log.ts';
import { inMemoryMetricRecorder } from '../in-memory/in-memory-metric-recorder.ts';
import { inMemoryNotifications } from '../in-memory/in-memory-notifications.ts';
import { inMemorySentNotices } from '../in-memory/in-memory-sent-notices.ts';

const { modelVersion, modelSha256 } = FIRST;
const registered = eventOf('registered', { modelVersion, modelSha256, verdict: 'promote' });
const birth = bootstrapped();
const canary = [birth, registered, ...canaryOf(FIRST, BASELINE)];

const entriesOf = (...events: readonly LedgerEvent[]) => ledgerOf(inTurn(events));

/** An entry as the stream delivers it. */
function record({ modelName, sequence }: LedgerEntry, { text, hash }: StoredEntry) {
  const keys = { pk: { S: registryPartitions.ledger(modelName) }, sk: { S: sequenceKey(sequence) } };
  const image = { ...keys, time: { S: 'any' }, type: { S: 'any' }, body: { S: text }, hash: { S: hash } };
  const dynamodb = { SequenceNumber: `stream-${sequence}`, Keys: keys, NewImage: image };
  return { eventID: `id-${sequence}`, eventName: 'INSERT', dynamodb };
}

function eventWith(entries: readonly LedgerEntry[]) {
  return streamEventSchema.parse({ Records: entries.map((entry) => record(entry, storedEntry(entry))) });
}

function setUp() {
  const ports = {
    notifications: inMemoryNotifications(),
    bus: inMemoryEventBus(),
    sent: inMemorySentNotices(),
    metrics: inMemoryMetricRecorder(),
    failures: inMemoryFailureLog(),
  };
  const step = createNotify(ports);
  const notify = async (event: Parameters<typeof step>[0]) => batchAnswerSchema.parse(await step(event));
  return { ...ports, notify };
}

const DONE = { batchItemFailures: [] };
const from = (sequence: number) => ({ batchItemFailures: [{ itemIdentifier: `stream-${sequence}` }] });

describe('a new entry', () => {
  test('is told to people and to other systems', async () => {
    const { notify, notifications, bus } = setUp();
    const [, entry] = entriesOf(birth, registered);

    expect(await notify(eventWith(entry ? [entry] : []))).toEqual(DONE);

    expect(notifications.sent).toEqual([
      {
        subject: 'churn: candidate 1.0.0: promote',
        body: expect.stringMatching(/^it was time\n[\s\S]*Ledger: entry 2 of churn/),
        attributes: { model: MODEL, detailType: 'Retrain Completed', severity: 'info', sequence: '2' },
      },
    ]);
    expect(bus.events).toEqual([
      {
        detailType: 'Retrain Completed',
        detail: expect.objectContaining({ model: MODEL, sequence: 2, type: 'registered', modelVersion: '1.0.0' }),
        resources: [],
      },
    ]);
  });

  test('is told after those before it', async () => {
    const { notify, bus } = setUp();

    await notify(eventWith(entriesOf(...canary, promoted())));

    expect(bus.events.map(({ detailType }) => detailType)).toEqual([
      'Model Born',
      'Retrain Completed',
      'Release Started',
      'Deployed To Canary',
      'Promoted',
    ]);
  });

  test('is told once, however often it is delivered', async () => {
    const { notify, notifications, bus, metrics } = setUp();
    const event = eventWith(entriesOf(birth, registered));

    await notify(event);
    await notify(event);

    expect([notifications.sent, bus.events, metrics.lines].map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  test('without a notice is passed over', async () => {
    const { notify, notifications, sent } = setUp();
    const [, check] = entriesOf(birth, checked('warm-up', BASELINE, { execution: null }));

    expect(await notify(eventWith(check ? [check] : []))).toEqual(DONE);
    expect(notifications.sent).toEqual([]);
    expect(await sent.isSent(MODEL, 2)).toBe(false);
  });
});

describe('metrics', () => {
  test('count retrains, promotions and rollbacks, and nothing else', async () => {
    const { notify, metrics } = setUp();
    const probation = { probationEnd: '2026-01-06T00:00:00.000Z' };

    await notify(eventWith(entriesOf(...canary, promoted(probation), rolledBack('manual'), eventOf('paused', {}))));

    expect(metrics.lines).toEqual(['Retrains 1', 'Promotions 1', 'Rollbacks 1']);
  });

  test('count what was told, once it was told', async () => {
    const { notify, metrics, bus } = setUp();
    const event = eventWith(entriesOf(birth, registered).slice(1));
    bus.refuseNext('InternalFailure');

    await notify(event);
    expect(metrics.lines).toEqual([]);
    await notify(event);
    expect(metrics.lines).toEqual(['Retrains 1']);
  });
});

describe('what cannot be told', () => {
  test('comes again, with all after it', async () => {
    const { notify, notifications, bus, sent, failures } = setUp();
    const event = eventWith(entriesOf(birth, registered, eventOf('paused', {})));
    await notify(eventWith(entriesOf(birth)));
    bus.refuseNext('InternalFailure');

    expect(await notify(event)).toEqual(from(2));

    expect(bus.events).toHaveLength(1);
    expect(notifications.sent).toHaveLength(2);
    expect([await sent.isSent(MODEL, 2), await sent.isSent(MODEL, 3)]).toEqual([false, false]);
    expect(failures.lines).toEqual([expect.stringMatching(/^notice_failed: EventRefused: .*InternalFailure/)]);

    expect(await notify(event)).toEqual(DONE);
    expect(bus.events.map(({ detailType }) => detailType)).toEqual([
      'Model Born',
      'Retrain Completed',
      'Schedules Paused',
    ]);
    // at least once: the message was out before the bus refused
    expect(notifications.sent).toHaveLength(4);
  });

  test('is an entry that was altered: nobody is told what it says', async () => {
    const { notify, notifications, failures } = setUp();
    const [first, second] = entriesOf(birth, registered);
    if (!first || !second) throw new Error('two entries');
    const { text, hash } = storedEntry(second);
    const altered = record(second, { text: text.replace('promote', 'reject'), hash });

    const event = streamEventSchema.parse({ Records: [record(first, storedEntry(first)), altered] });

    expect(await notify(event)).toEqual(from(2));
    expect(notifications.sent).toHaveLength(1);
    expect(failures.lines).toEqual([expect.stringMatching(/^notice_failed: LedgerBroken/)]);
  });

  test('is an item without a text', async () => {
    const { notify } = setUp();
    const [first] = entriesOf(birth);
    const empty = { eventID: 'id', eventName: 'INSERT', dynamodb: { SequenceNumber: 'stream-1', Keys: {} } };

    expect(first && (await notify(streamEventSchema.parse({ Records: [empty] })))).toEqual(from(1));
  });
});
