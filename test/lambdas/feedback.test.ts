import { describe, expect, test } from 'vitest';
import { createFeedback } from '../../lambdas/feedback.ts';
import type { PredictionRecord } from '../../lib/domain/ports/outcome-store.ts';
import { samplePrediction } from '../contracts/prediction-store-contract.ts';
import { definitionWith } from '../domain/definition/definition-samples.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { inMemoryMetricRecorder } from '../in-memory/in-memory-metric-recorder.ts';
import { inMemoryOutcomeStore } from '../in-memory/in-memory-outcome-store.ts';
import { inMemoryPredictionStore } from '../in-memory/in-memory-prediction-store.ts';
import { answered, httpRequest, post } from './http-samples.ts';

interface SetUp {
  readonly records?: readonly PredictionRecord[];
  /** Ids of outcomes that the table refuses, once each. */
  readonly refusedPuts?: string[];
  readonly definitionFailure?: Error;
}

async function setUp({ records = [], refusedPuts = [], definitionFailure }: SetUp = {}) {
  const predictions = inMemoryPredictionStore();
  for (const record of records) await predictions.put(record, 90);
  const outcomes = inMemoryOutcomeStore();
  const reads: string[] = [];
  const refused = new Set(refusedPuts);
  const metrics = inMemoryMetricRecorder();
  const feedback = createFeedback({
    modelName: 'churn',
    definition: async () => {
      if (definitionFailure) throw definitionFailure;
      return definitionWith({ positiveClass: 'yes', labels: ['yes', 'no'], retention: { outcomes: '200d' } });
    },
    predictions: {
      ...predictions,
      read(predictionId) {
        reads.push(predictionId);
        return predictions.read(predictionId);
      },
    },
    outcomes: {
      async put(outcome, keepDays) {
        if (refused.delete(outcome.id)) throw new Error('throttled');
        return outcomes.put(outcome, keepDays);
      },
    },
    metrics,
    clock: fakeClock('2026-01-05T10:15:00.000Z'),
  });
  const send = (list: unknown) => feedback(post('/outcomes', { outcomes: list }));
  return {
    feedback,
    send,
    outcomes,
    reads,
    measured: metrics.lines,
    ids: () => outcomes.outcomes().map(({ id }) => id),
  };
}

const outcome = (id: string, details: object = {}) => ({ id, time: '2026-01-05T09:00:00Z', label: 'yes', ...details });

test('outcomes are stored for as long as the definition says, and counted', async () => {
  const { send, outcomes, ids } = await setUp();

  const response = await send([outcome('a', { features: { age: 42 } }), outcome('b')]);

  expect(response.statusCode).toBe(200);
  expect(answered(response)).toEqual({ stored: 2, duplicates: 0, refused: [] });
  expect(ids()).toEqual(['a', 'b']);
  expect(outcomes.outcomes()[0]).toMatchObject({
    features: { age: 42 },
    time: '2026-01-05T09:00:00.000Z',
    receivedAt: '2026-01-05T10:15:00.000Z',
  });
  expect(outcomes.keptDays('a')).toBe(200);
});

describe('a duplicate', () => {
  test('of an earlier request is counted and changes nothing', async () => {
    const { send, outcomes } = await setUp();
    await send([outcome('a')]);

    const again = await send([outcome('a', { label: 'no' }), outcome('b')]);

    expect(answered(again)).toEqual({ stored: 1, duplicates: 1, refused: [] });
    expect(outcomes.outcomes().map(({ id, label }) => [id, label])).toEqual([
      ['a', 'yes'],
      ['b', 'yes'],
    ]);
  });

  test('within a request gives way to the first that is right', async () => {
    const { send, outcomes } = await setUp();

    const response = await send([
      outcome('a', { label: 'maybe' }),
      outcome('a', { label: 'no' }),
      outcome('a', { label: 'yes' }),
    ]);

    expect(answered(response)).toEqual({ stored: 1, duplicates: 1, refused: [expect.objectContaining({ id: 'a' })] });
    expect(outcomes.outcomes().map(({ label }) => label)).toEqual(['no']);
  });
});

test('what is refused is named with its reason, and the others are stored', async () => {
  const { send, ids } = await setUp();

  const response = await send([
    outcome('a'),
    outcome('b', { label: 'maybe' }),
    outcome('c', { features: { agee: 42 } }),
    { id: 'd' },
    outcome('e'),
  ]);

  expect(ids()).toEqual(['a', 'e']);
  expect(response.statusCode).toBe(200);
  expect(answered(response)).toMatchObject({ stored: 2, duplicates: 0 });
  const { refused } = answered(response);
  expect(refused.map(({ id }: { id: string }) => id).sort()).toEqual(['b', 'c', 'd']);
  expect(refused).toContainEqual({ id: 'b', reason: `'label' should be "yes" or "no", got "maybe"` });
  expect(refused).toContainEqual({ id: 'c', reason: "'features.agee' should be a column of the definition, got 42" });
});

describe('a prediction', () => {
  const record = samplePrediction('p', {
    rows: [
      { features: { age: 1, job: 'cook' }, score: 0.1 },
      { features: { age: 2 }, score: 0.2 },
    ],
  });

  test('is linked to the outcome of its row, and lends it its features', async () => {
    const { send, outcomes } = await setUp({ records: [record] });

    await send([outcome('a', { predictionId: 'p-0' }), outcome('b', { predictionId: 'p-1', features: { age: 3 } })]);

    expect(outcomes.outcomes().map(({ prediction, features }) => [prediction, features])).toEqual([
      [
        { id: 'p-0', modelVersion: '1.2.0', functionVersion: '7', at: '2026-01-05T10:15:00.000Z', score: 0.1 },
        { age: 1, job: 'cook' },
      ],
      [
        { id: 'p-1', modelVersion: '1.2.0', functionVersion: '7', at: '2026-01-05T10:15:00.000Z', score: 0.2 },
        { age: 3 },
      ],
    ]);
  });

  test('that is not known leaves its outcome unlinked', async () => {
    const { send, outcomes } = await setUp({ records: [record] });

    const response = await send([outcome('a', { predictionId: 'q-0' }), outcome('b', { predictionId: 'p-2' })]);

    expect(answered(response)).toMatchObject({ stored: 2 });
    expect(outcomes.outcomes().map(({ prediction }) => prediction)).toEqual([null, null]);
  });

  test('whose id ends like a row is found by its whole id', async () => {
    const { send, outcomes } = await setUp({ records: [samplePrediction('order-7')] });

    await send([outcome('a', { predictionId: 'order-7' })]);

    expect(outcomes.outcomes()[0]?.prediction?.id).toBe('order-7-0');
  });

  test('of many rows is read once', async () => {
    const { send, reads } = await setUp({ records: [record] });

    await send(Array.from({ length: 60 }, (_, index) => outcome(`o-${index}`, { predictionId: `p-${index % 2}` })));

    expect(reads).toEqual(['p']);
  });
});

describe('the labels of answers', () => {
  const answer = (id: string, at: string, score: number, functionVersion = '7') =>
    samplePrediction(id, { at: `2026-01-05T${at}Z`, functionVersion, rows: [{ features: {}, score }] });
  const linked = (id: string, predictionId: string, label = 'yes') => outcome(id, { predictionId, label });

  test('are counted at the minute of the answer, for the version that gave it (S4-16)', async () => {
    const { send, measured } = await setUp({
      records: [
        answer('p', '08:00:59.999', 0.9),
        answer('q', '08:00:00.000', 0.1),
        answer('r', '08:01:00.000', 0.9),
        answer('s', '08:00:30.000', 0.9, '8'),
      ],
    });

    await send(['p', 'q', 'r', 's'].map((id) => linked(id, id)));

    expect(measured).toEqual([
      'LabelledAnswers 2 of 7 at 2026-01-05T08:00:00.000Z',
      'WrongAnswers 1 of 7 at 2026-01-05T08:00:00.000Z',
      'LabelledAnswers 1 of 7 at 2026-01-05T08:01:00.000Z',
      'WrongAnswers 0 of 7 at 2026-01-05T08:01:00.000Z',
      'LabelledAnswers 1 of 8 at 2026-01-05T08:00:00.000Z',
      'WrongAnswers 0 of 8 at 2026-01-05T08:00:00.000Z',
    ]);
  });

  test('are counted once: a repeat, of this request or an earlier one, says nothing', async () => {
    const { send, measured } = await setUp({ records: [answer('p', '08:00:00.000', 0.9)] });
    await send([linked('a', 'p'), linked('a', 'p'), linked('b', 'p', 'no')]);
    const before = [...measured];

    await send([linked('a', 'p')]);

    expect(before).toEqual([
      'LabelledAnswers 1 of 7 at 2026-01-05T08:00:00.000Z',
      'WrongAnswers 0 of 7 at 2026-01-05T08:00:00.000Z',
    ]);
    expect(measured).toEqual(before);
  });

  test('are not counted where nothing is linked, or the outcome is refused', async () => {
    const { send, measured } = await setUp({ records: [answer('p', '08:00:00.000', 0.9)] });

    await send([outcome('a'), linked('b', 'q'), linked('c', 'p', 'maybe')]);

    expect(measured).toEqual([]);
  });

  test('that are stored before a failure are counted, for they are repeats when sent again', async () => {
    const { send, measured } = await setUp({ records: [answer('p', '08:00:00.000', 0.1)], refusedPuts: ['o-30'] });
    const list = [linked('a', 'p'), ...Array.from({ length: 40 }, (_, index) => outcome(`o-${index}`))];

    await expect(send(list)).rejects.toThrow('throttled');
    await send(list);

    expect(measured).toEqual([
      'LabelledAnswers 1 of 7 at 2026-01-05T08:00:00.000Z',
      'WrongAnswers 1 of 7 at 2026-01-05T08:00:00.000Z',
    ]);
  });
});

describe('a request', () => {
  test.each(['', '{', '{"outcomes":[]}', '[]'])('with the body %j is a 400 that says why', async (body) => {
    const { feedback } = await setUp();

    const response = await feedback(httpRequest('POST', '/outcomes', body));

    expect(response.statusCode).toBe(400);
    expect(answered(response)).toMatchObject({ error: 'InvalidInput', problems: [expect.anything()] });
  });

  test('may come in base64', async () => {
    const { feedback, ids } = await setUp();
    const body = Buffer.from(JSON.stringify({ outcomes: [outcome('ä')] })).toString('base64');

    await feedback(httpRequest('POST', '/outcomes', body, true));

    expect(ids()).toEqual(['ä']);
  });

  test('to another path or with another method is none', async () => {
    const { feedback } = await setUp();

    expect((await feedback(httpRequest('GET', '/outcomes'))).statusCode).toBe(405);
    expect((await feedback(httpRequest('POST', '/outcome'))).statusCode).toBe(404);
  });
});

describe('a failure on our side', () => {
  test('is thrown, and everything may be sent again: nothing is lost and nothing counted twice', async () => {
    const list = Array.from({ length: 60 }, (_, index) => outcome(`o-${index}`));
    const { send, ids } = await setUp({ refusedPuts: ['o-30'] });

    await expect(send(list)).rejects.toThrow('throttled');
    const stored = ids().length;
    expect(stored).toBeLessThan(60);
    const again = answered(await send(list));

    expect(again).toEqual({ stored: 60 - stored, duplicates: stored, refused: [] });
    expect(ids().sort()).toEqual(list.map(({ id }) => id).sort());
  });

  test('to read the definition is thrown too', async () => {
    const { send } = await setUp({ definitionFailure: new Error('no definition') });

    await expect(send([outcome('a')])).rejects.toThrow('no definition');
  });
});
