import { describe, expect, test } from 'vitest';
import type { StreamMappingSettings } from '../../../lib/local/lambda/stream-mapping-settings.ts';
import type { StreamRecord, StreamSource } from '../../../lib/local/lambda/stream-source.ts';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp, START } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

/** A stream that tests write to. */
class TestStream implements StreamSource {
  readonly arn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/items/stream/1';
  private readonly records: StreamRecord[] = [];
  private readonly listeners: (() => void)[] = [];

  read(after: string | null, limit: number): readonly StreamRecord[] {
    return this.records.filter(({ dynamodb }) => after === null || dynamodb.SequenceNumber > after).slice(0, limit);
  }

  newest(): string | null {
    return this.records.at(-1)?.dynamodb.SequenceNumber ?? null;
  }

  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  write(time: number, count = 1, eventName = 'INSERT'): void {
    for (let number = 0; number < count; number += 1) {
      const SequenceNumber = String(101 + this.records.length);
      const dynamodb = { SequenceNumber, ApproximateCreationDateTime: time / 1000, Padding: this.padding };
      this.records.push({ eventID: `event-${SequenceNumber}`, eventName, dynamodb });
    }
    for (const listener of this.listeners) listener();
  }

  padding = '';
}

function setUp(
  settings: Partial<StreamMappingSettings> = {},
  environment: Record<string, string> = {},
  stream = new TestStream(),
) {
  const given = lambdaSetUp();
  const { service, clock, lines } = given;
  service.createFunction(functionNamed('fn', handlers, 'failItems', { environment }));
  const map = () =>
    service.mapStream(
      {
        functionName: 'fn',
        startingPosition: 'TRIM_HORIZON',
        batchSize: 100,
        windowSeconds: 0,
        filters: [],
        bisects: false,
        reportsItemFailures: true,
        maximumRetryAttempts: Number.POSITIVE_INFINITY,
        maximumRecordAgeSeconds: Number.POSITIVE_INFINITY,
        onFailure: 'arn:aws:sqs:::failed',
        ...settings,
      },
      stream,
    );
  return {
    ...given,
    stream,
    map,
    write: (count?: number, eventName?: string) => stream.write(clock.now(), count, eventName),
    /** Seconds after the start, and the numbers of the records. */
    batches: () =>
      lines.map((line): [number, number[]] => {
        const { at, numbers } = JSON.parse(line);
        return [(at - START) / 1000, numbers.map((number: string) => Number(number) - 100)];
      }),
  };
}

describe('records of a stream', () => {
  test('reach the function in order, as many at a time as the batch holds', async () => {
    const { map, write, batches, advance } = setUp({ batchSize: 2 });
    map();

    write(5);
    await advance(0);

    expect(batches()).toEqual([
      [0, [1, 2]],
      [0, [3, 4]],
      [0, [5]],
    ]);
  });

  test('are waited for within the window, from the first one on', async () => {
    const { map, write, batches, advance } = setUp({ windowSeconds: 300, batchSize: 4 });
    map();

    await advance(60_000);
    write();
    await advance(299_000);
    write();
    await advance(1000);
    expect(batches()).toEqual([[360, [1, 2]]]);
    write(6);
    await advance(300_000);

    expect(batches().slice(1)).toEqual([
      [360, [3, 4, 5, 6]],
      [660, [7, 8]],
    ]);
  });

  test('that were there before are read or not, as it was asked for', async () => {
    for (const [startingPosition, seen] of [
      ['TRIM_HORIZON', [1, 2]],
      ['LATEST', [2]],
    ] as const) {
      const { map, write, batches, advance } = setUp({ startingPosition });
      write();
      map();
      write();
      await advance(0);

      expect(batches()).toEqual([[0, seen]]);
    }
  });

  test('that the function has had in an earlier run do not come again, and those that it has not had do', async () => {
    const stream = new TestStream();
    const earlier = setUp({ windowSeconds: 300 }, {}, stream);
    earlier.map();
    earlier.write(2);
    await earlier.advance(300_000);
    expect(earlier.batches()).toEqual([[300, [1, 2]]]);
    earlier.write();
    await earlier.advance(60_000);

    const { map, batches, advance, service } = setUp({ windowSeconds: 300 }, {}, stream);
    map();
    service.importCheckpoints(earlier.service.exportCheckpoints());
    await advance(300_000);

    expect(batches()).toEqual([[300, [3]]]);
  });

  test('that pass no filter are left out', async () => {
    const isInsert = (record: unknown) => (record as StreamRecord).eventName === 'INSERT';
    const { map, write, batches, advance } = setUp({ filters: [isInsert] });
    map();

    write(1, 'MODIFY');
    write(2);
    write(1, 'REMOVE');
    write(1);
    await advance(0);

    expect(batches()).toEqual([[0, [2, 3, 5]]]);
  });

  test('are not more than a payload can carry', async () => {
    const { map, write, batches, advance, stream } = setUp();
    stream.padding = 'x'.repeat(2_500_000);
    map();

    write(3);
    await advance(0);

    expect(batches()).toEqual([
      [0, [1, 2]],
      [0, [3]],
    ]);
  });

  test('are not read any more after the mapping was stopped', async () => {
    const { map, write, batches, advance } = setUp();
    const mapping = map();
    await advance(0);

    mapping.stop();
    write();
    await advance(60_000);

    expect(batches()).toEqual([]);
  });
});

describe('a batch that fails', () => {
  test('is tried again, longer and longer apart, and holds up what is behind it', async () => {
    const { map, write, batches, advance, faults } = setUp({ batchSize: 1 });
    faults.add({ point: 'invoke:fn', kind: 'crash', times: 3 });
    map();

    write(2);
    await advance(60_000);

    expect(batches().map(([at, numbers]) => [at, ...numbers])).toEqual([
      [0, 1],
      [1, 1],
      [3, 1],
      [7, 1],
      [7, 2],
    ]);
  });

  test('is tried from the first record that the function named', async () => {
    const { map, write, batches, advance } = setUp({ maximumRetryAttempts: 1 }, { POISON: '103' });
    map();

    write(4);
    await advance(60_000);

    expect(batches().map(([, numbers]) => numbers)).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
  });

  test('is told to the queue when it was tried often enough, and the next one follows', async () => {
    const { map, write, batches, advance, messages } = setUp({ maximumRetryAttempts: 2 }, { POISON: '101' });
    map();

    write(2);
    await advance(60_000);
    write();
    await advance(60_000);

    expect(batches().map(([, numbers]) => numbers)).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.target).toBe('arn:aws:sqs:::failed');
    expect(JSON.parse(messages[0]?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      DDBStreamBatchInfo: {
        startSequenceNumber: '101',
        endSequenceNumber: '102',
        batchSize: 2,
        approximateArrivalOfFirstRecord: '2026-01-05T00:00:00.000Z',
      },
    });
  });

  test('is split until the poison is alone', async () => {
    const settings = { bisects: true, maximumRetryAttempts: 1 };
    const { map, write, batches, advance, messages } = setUp(settings, { POISON: '103', THROWS: 'yes' });
    map();

    write(4);
    await advance(60_000);

    expect(batches().map(([, numbers]) => numbers)).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]);
    expect(JSON.parse(messages[0]?.body ?? '').DDBStreamBatchInfo).toMatchObject({ batchSize: 1 });
  });

  test('as a whole, when it names a record that is not in it', async () => {
    const { map, write, batches, advance, service } = setUp({ maximumRetryAttempts: 1 });
    service.updateFunction(functionNamed('fn', handlers, 'failUnknown'));
    map();

    write(2);
    await advance(60_000);

    expect(batches().map(([, numbers]) => numbers)).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test('is given up when its records are too old', async () => {
    const { map, write, advance, messages } = setUp({ maximumRecordAgeSeconds: 100 }, { POISON: '101' });
    map();

    write();
    await advance(3_600_000);

    expect(JSON.parse(messages[0]?.body ?? '').requestContext.condition).toBe('RecordAgeExceeded');
    expect(messages).toHaveLength(1);
  });

  test('that does not reach the function uses up no attempt', async () => {
    const { map, write, batches, advance, faults } = setUp({ maximumRetryAttempts: 0 });
    faults.add({ point: 'invoke:fn', kind: 'throttle', times: 4 });
    map();

    write();
    await advance(60_000);

    expect(batches()).toEqual([[15, [1]]]);
  });

  test('is not noticed where failures of items are not reported', async () => {
    const { map, write, batches, advance } = setUp({ reportsItemFailures: false }, { POISON: '101' });
    map();

    write();
    await advance(60_000);

    expect(batches()).toHaveLength(1);
  });
});
