import { describe, expect, test } from 'vitest';
import { createArchive } from '../../lambdas/archive.ts';
import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import type { StreamEvent } from '../../lib/domain/steps/stream-records.ts';
import { sampleOutcome } from '../contracts/sample-outcome.ts';
import { inMemoryFailureLog } from '../in-memory/in-memory-failure-log.ts';
import { inMemoryOutcomeArchive } from '../in-memory/in-memory-outcome-archive.ts';

type StreamRecord = StreamEvent['Records'][number];

function record(number: number, body: string, eventName: StreamRecord['eventName'] = 'INSERT'): StreamRecord {
  const pk = { S: `outcome-${number}` };
  return {
    eventID: `event-${number}`,
    eventName,
    dynamodb: {
      SequenceNumber: String(number),
      Keys: { pk },
      NewImage: { pk, body: { S: body }, expiresAt: { N: '1783160100' } },
    },
  };
}

const inserted = (number: number) => record(number, canonicalJson(sampleOutcome(`o-${number}`)));
const broken = (number: number) => record(number, '{"id":"broken"}');

function setUp({ writeFailure }: { readonly writeFailure?: Error } = {}) {
  const archive = inMemoryOutcomeArchive();
  const failures = inMemoryFailureLog();
  const step = createArchive({
    modelName: 'churn',
    archive: writeFailure ? { ...archive, write: () => Promise.reject(writeFailure) } : archive,
    failures,
  });
  const ids = async () => {
    const objects = await archive.list('churn', '2026-01-01T00:00:00.000Z');
    return (await Promise.all(objects.map((object) => archive.read(object)))).flat().map(({ id }) => id);
  };
  return { archive, failures, run: (...Records: StreamRecord[]) => step({ Records }), ids };
}

test('every new outcome of a batch is archived in one object', async () => {
  const { run, archive, ids } = setUp();

  expect(await run(inserted(1), inserted(2), inserted(3))).toEqual({ batchItemFailures: [] });

  expect(archive.objects.size).toBe(1);
  expect(await ids()).toEqual(['o-1', 'o-2', 'o-3']);
});

test('an outcome that expires or changes is not news', async () => {
  const { run, ids } = setUp();
  const { NewImage: _, ...removed } = inserted(1).dynamodb;

  const answer = await run(
    { ...inserted(1), eventName: 'REMOVE', dynamodb: removed },
    record(2, '{"id":"broken"}', 'MODIFY'),
  );

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(await ids()).toEqual([]);
});

test('a batch that is delivered again changes nothing', async () => {
  const { run, archive, ids } = setUp();

  await run(inserted(1), inserted(2));
  await run(inserted(1), inserted(2));

  expect(archive.objects.size).toBe(1);
  expect(await ids()).toEqual(['o-1', 'o-2']);
});

describe('a record that is no outcome', () => {
  test('is reported and logged, and holds up neither those before it nor those behind it', async () => {
    const { run, ids, failures } = setUp();

    const answer = await run(inserted(1), broken(2), inserted(3), broken(4));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(await ids()).toEqual(['o-1', 'o-3']);
    expect(failures.lines).toEqual([
      expect.stringContaining('outcome_unarchived: RecordBroken: the item "outcome-2" is no outcome'),
      expect.stringContaining('"outcome-4"'),
    ]);
  });

  test('may be one without an image', async () => {
    const { run } = setUp();
    const { NewImage: _, ...bare } = inserted(1).dynamodb;

    expect(await run({ ...inserted(1), dynamodb: bare })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });
});

test('a write that fails is thrown, so that the stream delivers the whole batch again', async () => {
  const { run } = setUp({ writeFailure: new Error('the bucket is not there') });

  await expect(run(inserted(1))).rejects.toThrow('the bucket is not there');
});
