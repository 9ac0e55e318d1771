import { describe, expect, test } from 'vitest';
import { createQuery } from '../../lambdas/query.ts';
import type { LedgerEvent } from '../../lib/domain/ledger/ledger-event.ts';
import { httpResponseSchema } from '../../lib/domain/steps/http-message.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import {
  BASELINE,
  bootstrapped,
  canaryOf,
  clockAt,
  eventOf,
  FIRST,
  inTurn,
  MODEL,
  minute,
  promoted,
  RETRAIN,
} from '../domain/ledger/ledger-samples.ts';
import { filledLedger } from '../in-memory/filled-ledger.ts';
import { inMemoryVersionRecords } from '../in-memory/in-memory-version-records.ts';
import { answered, httpRequest } from './http-samples.ts';

const birth = bootstrapped();
const canary = [birth, ...canaryOf(FIRST, BASELINE)];
const release = [...canary, promoted({ probationEnd: minute(100) })];

async function setUp(events: readonly LedgerEvent[], now = minute(60)) {
  const records = inMemoryVersionRecords();
  for (const modelVersion of ['0.0.0', '1.0.0', '1.1.0']) await records.put(sampleRecord(modelVersion));
  const ledger = await filledLedger(inTurn(events));
  const query = createQuery({ ledger, records, clock: clockAt(now), modelName: MODEL });
  return async (path: string, queryStringParameters?: Record<string, string>, method = 'GET') => {
    const response = httpResponseSchema.parse(await query({ ...httpRequest(method, path), queryStringParameters }));
    return { statusCode: response.statusCode, body: answered(response) };
  };
}

describe('GET /model', () => {
  test('says what is live, since when and who moved it there', async () => {
    const ask = await setUp(release);

    expect(await ask('/model')).toEqual({
      statusCode: 200,
      body: {
        model: 'churn',
        modelVersion: '1.0.0',
        functionVersion: '2',
        canary: null,
        since: minute(6),
        movedBy: { kind: 'execution', id: RETRAIN },
        sequence: 7,
        phase: 'probation',
        probationEnd: minute(106),
        paused: false,
        release: null,
      },
    });
  });

  test('has the canary beside it, and the release under way', async () => {
    const ask = await setUp(canary);

    expect((await ask('/model')).body).toMatchObject({
      modelVersion: '0.0.0',
      canary: { modelVersion: '1.0.0', functionVersion: '2', weight: 0.1 },
      phase: 'canary',
      probationEnd: null,
      release: { execution: RETRAIN, mode: 'model', modelVersion: '1.0.0', since: minute(1), until: minute(605) },
    });
  });

  test.each([
    [105, 'probation', minute(106)],
    [106, 'idle', null],
  ])('knows at minute %i that probation ends by itself', async (now, phase, probationEnd) => {
    const ask = await setUp(release, minute(now));

    expect((await ask('/model')).body).toMatchObject({ phase, probationEnd });
  });

  test('says that the schedules are paused', async () => {
    const ask = await setUp([birth, eventOf('paused', {})]);

    expect((await ask('/model')).body).toMatchObject({ paused: true, phase: 'idle' });
  });

  test('has no answer before the first champion', async () => {
    const ask = await setUp([]);

    expect(await ask('/model')).toEqual({
      statusCode: 404,
      body: { error: 'NotBootstrapped', message: 'churn has no champion: deploy its stack first' },
    });
  });
});

describe('GET /model/versions', () => {
  test('has every model version with its role, newest first', async () => {
    const ask = await setUp(release);
    const { body } = await ask('/model/versions');

    expect(body.model).toBe('churn');
    expect(body.versions.map(({ version, role }: Record<string, string>) => [version, role])).toEqual([
      ['1.1.0', 'candidate'],
      ['1.0.0', 'champion'],
      ['0.0.0', 'previous-champion'],
    ]);
  });

  test('has every field of S4-11, with when it was promoted, its metrics and its verdict (S3-16)', async () => {
    const ask = await setUp(release);
    const { body } = await ask('/model/versions');

    expect(body.versions[1]).toEqual({
      version: '1.0.0',
      role: 'champion',
      created_at: '2026-01-05T00:00:00.000Z',
      deployed_at: minute(6),
      created_by: { kind: 'schedule', id: 'nightly' },
      training_stats: { train_accuracy: 0.91, val_accuracy: 0.9, n_features: 1, n_train: 4000 },
      evaluation_metrics: { auc: 0.83 },
      dataset_size: 5000,
      trust: 'trusted',
      verdict: 'promote',
      version_epoch: 1_767_571_200,
      model_sha256: FIRST.modelSha256,
    });
    expect(body.versions[0].deployed_at).toBeNull();
  });

  test('is empty-handed before the first champion only about roles', async () => {
    const ask = await setUp([]);

    expect((await ask('/model/versions')).body.versions).toHaveLength(3);
  });
});

describe('GET /model/history', () => {
  const sequences = (body: { entries: { sequence: number }[] }) => body.entries.map(({ sequence }) => sequence);

  test('has every decision, newest first, with what was live after it', async () => {
    const ask = await setUp(release);
    const { body } = await ask('/model/history');

    expect(sequences(body)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(body).toMatchObject({ model: 'churn', at: null, live: { modelVersion: '1.0.0', sequence: 7 } });
    expect(body.entries[1]).toMatchObject({
      sequence: 6,
      type: 'shifted',
      at: minute(5),
      weight: 0.1,
      actor: { kind: 'execution', id: RETRAIN },
      reason: 'it was time',
      live: { modelVersion: '0.0.0', functionVersion: '1', canary: { modelVersion: '1.0.0', weight: 0.1 } },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(body.entries[1]).not.toHaveProperty('state');
  });

  test('has the executions as jobs', async () => {
    const ask = await setUp(release);
    const { body } = await ask('/model/history');

    expect(body.executions).toMatchObject([{ job_id: 'monday', status: 'completed', deployed: true }]);
    expect(body.executions[0].metrics_after).toEqual({ auc: 0.83 });
  });

  test.each([
    [minute(5), 6, '0.0.0'],
    ['2026-01-05T01:05:59.999+01:00', 6, '0.0.0'],
    [minute(6), 7, '1.0.0'],
    ['2027-01-01T00:00:00Z', 7, '1.0.0'],
  ])('says what was live at %s, and what led to it', async (at, sequence, modelVersion) => {
    const ask = await setUp(release);
    const { body } = await ask('/model/history', { at });

    expect(body.live).toMatchObject({ modelVersion, sequence });
    expect(sequences(body)[0]).toBe(sequence);
    expect(Date.parse(body.at)).toBe(Date.parse(at));
    expect(body.executions[0].status).toBe(sequence === 7 ? 'completed' : 'deploying');
  });

  test('says that nothing was live before the first decision', async () => {
    const ask = await setUp(release);

    expect((await ask('/model/history', { at: '2026-01-04T23:59:59.999Z' })).body).toMatchObject({
      live: null,
      entries: [],
      executions: [],
    });
  });

  test('has as many as are asked for, and fifty otherwise', async () => {
    const many = Array.from({ length: 60 }, () => eventOf('reconciled', { found: '' }));
    const ask = await setUp([birth, ...many]);

    expect(sequences((await ask('/model/history', { limit: '2' })).body)).toEqual([61, 60]);
    expect(sequences((await ask('/model/history')).body)).toHaveLength(50);
    expect(sequences((await ask('/model/history', { limit: '1000' })).body)).toHaveLength(61);
  });

  test('knows how far an execution came even where its entries are cut off', async () => {
    const ask = await setUp(release);
    const { body } = await ask('/model/history', { limit: '1' });

    expect(body.executions).toMatchObject([{ model_version: '1.0.0', started_at: minute(1) }]);
  });
});

describe('a wrong question', () => {
  test.each([
    ['/model/history', { limit: '0' }, 'limit'],
    ['/model/history', { limit: '1001' }, 'limit'],
    ['/model/history', { limit: '1.5' }, 'limit'],
    ['/model/history', { limit: 'many' }, 'limit'],
    ['/model/history', { limit: '' }, 'limit'],
    ['/model/history', { at: 'yesterday' }, 'at'],
    ['/model/history', { at: '2026-01-05' }, 'at'],
    ['/model/history', { until: minute(1) }, 'until'],
    ['/model', { at: minute(1) }, 'at'],
    ['/model/versions', { limit: '5' }, 'limit'],
  ])('to %s with %o is refused, and %s is named', async (path, parameters, name) => {
    const ask = await setUp(release);
    const { statusCode, body } = await ask(path, parameters as unknown as Record<string, string>);

    expect(statusCode).toBe(400);
    expect(body.error).toBe('InvalidInput');
    expect(body.problems.map((problem: { path: string }) => problem.path)).toEqual([name]);
  });

  test('to another path has no answer', async () => {
    const ask = await setUp(release);

    expect((await ask('/model/1.0.0')).statusCode).toBe(404);
    expect((await ask('/')).statusCode).toBe(404);
  });

  test('in another method is refused', async () => {
    const ask = await setUp(release);

    expect((await ask('/model', {}, 'POST')).statusCode).toBe(405);
  });
});
