import { describe, expect, test } from 'vitest';
import { createPredict } from '../../lambdas/predict.ts';
import { readPin } from '../../lib/domain/model-pin.ts';
import { smokeTestReplySchema } from '../../lib/domain/steps/smoke-test.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { inMemoryArtifactStore } from '../in-memory/in-memory-artifact-store.ts';
import { inMemoryFailureLog } from '../in-memory/in-memory-failure-log.ts';
import { inMemoryMetricRecorder } from '../in-memory/in-memory-metric-recorder.ts';
import { inMemoryPredictionStore } from '../in-memory/in-memory-prediction-store.ts';
import { answered, httpRequest, post } from './http-samples.ts';
import { sampleModel } from './model-samples.ts';
import { oneRow, type PredictSetUp, predictSetUp } from './predict-set-up.ts';

describe('a smoke test', () => {
  test('says what was loaded, in exactly this shape', async () => {
    const { smokeTest } = await predictSetUp({ loadSeconds: 0.25 });

    const reply = await smokeTest();

    expect(reply).toEqual({ ok: true, version: '1.2.0', auc: 0.83, n_train: 4000, load_time: 0.25 });
    expect(smokeTestReplySchema.parse(reply)).toEqual(reply);
  });

  test('loads the model once, however often it is asked', async () => {
    const { smokeTest, http, reads } = await predictSetUp();

    await smokeTest();
    await Promise.all([smokeTest(), http(oneRow)]);

    expect(reads()).toBe(1);
  });

  test.each<[string, PredictSetUp, string, RegExp]>([
    ['bytes that do not have the pinned hash', { spoiled: '{}' }, 'ArtifactHashMismatch', /should have the sha256/],
    [
      'a model that does not compute its golden rows any more',
      { model: sampleModel({ golden: [{ row: { age: 50 }, score: 0.5 }] }) },
      'ArtifactBroken',
      /does not compute what it did when it was trained: golden row 0 should score 0.5, got 0.7310/,
    ],
  ])('of %s fails with the reason, and the log names the event', async (_, given, name, message) => {
    const { smokeTest, failures, metrics } = await predictSetUp(given);

    const reply = await smokeTest();

    expect(reply).toEqual({ ok: false, error: expect.stringMatching(message) });
    expect(failures.lines).toEqual([expect.stringContaining(`model_reload_failed: ${name}: `)]);
    expect(metrics.lines).toEqual([]);
  });

  test('of a function version without a pin fails too, and says what to invoke', async () => {
    const store = inMemoryArtifactStore();
    const failures = inMemoryFailureLog();
    const predict = createPredict({
      modelName: 'churn',
      functionVersion: '$LATEST',
      pin: () => readPin({ MODEL_NAME: 'churn' }),
      store,
      predictions: inMemoryPredictionStore(),
      keepDays: 90,
      slowAnswerMilliseconds: 100,
      metrics: inMemoryMetricRecorder(),
      failures,
      clock: fakeClock(),
      newId: () => 'p',
    });

    const reply = await predict({ ratchet: 'smoke-test' });

    expect(reply).toEqual({ ok: false, error: expect.stringContaining("the alias 'live'") });
    expect(failures.lines[0]).toContain('model_reload_failed: MissingConfiguration');
  });

  test('that failed is tried again', async () => {
    const { smokeTest, mend } = await predictSetUp({ spoiled: '{}' });

    expect((await smokeTest()).ok).toBe(false);
    mend();

    expect((await smokeTest()).ok).toBe(true);
  });
});

describe('a prediction', () => {
  test('answers one score per row, with the model version and an id', async () => {
    const { http } = await predictSetUp();

    const response = await http(post('/predict', { rows: [{ age: 50 }, { age: 40 }, {}, { age: null, job: 'x' }] }));

    expect(response).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    const { predictionId, modelVersion, scores, ...others } = answered(response);
    expect({ predictionId, modelVersion, others }).toEqual({
      predictionId: 'prediction-1',
      modelVersion: '1.2.0',
      others: {},
    });
    expect(scores[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    expect(scores.slice(1)).toEqual([0.5, 0.5, 0.5]);
  });

  test('of several classes answers one probability per class', async () => {
    const model = sampleModel({
      positiveClass: null,
      classes: ['low', 'high'],
      scorer: { kind: 'constant', probabilities: [0.25, 0.75] },
      golden: [{ row: {}, score: [0.25, 0.75] }],
    });
    const { http } = await predictSetUp({ model });

    expect(answered(await http(oneRow)).scores).toEqual([[0.25, 0.75]]);
  });

  test('may come in base64', async () => {
    const { http } = await predictSetUp();
    const body = Buffer.from('{"rows":[{"job":"Köchin"}]}').toString('base64');

    expect((await http(httpRequest('POST', '/predict', body, true))).statusCode).toBe(200);
  });

  test('ignores columns that the model does not know, and keeps them out of the record', async () => {
    const { http, records } = await predictSetUp();

    await http(post('/predict', { rows: [{ age: 40, job: 'nurse', duration: 7, name: 'Eve' }, { job: null }] }));

    expect(await records.read('prediction-1')).toEqual({
      schema: 'ratchet.prediction/1',
      predictionId: 'prediction-1',
      modelVersion: '1.2.0',
      functionVersion: '7',
      at: '2026-01-05T00:00:00.000Z',
      rows: [
        { features: { age: 40, job: 'nurse' }, score: 0.5 },
        { features: { job: null }, score: 0.5 },
      ],
    });
    expect(records.keptDays('prediction-1')).toBe(90);
  });

  test('counts one answer, for the model and for the function version', async () => {
    const { http, metrics } = await predictSetUp();

    await http(oneRow);

    expect(metrics.lines).toEqual(['Answers 1', 'Answers 1 of 7']);
  });

  test('has an id of its own, each time', async () => {
    const { http } = await predictSetUp();

    const ids = [await http(oneRow), await http(oneRow)].map((response) => answered(response).predictionId);

    expect(ids).toEqual(['prediction-1', 'prediction-2']);
  });

  test('is answered although its record cannot be kept: the failure is logged, and nothing counts as bad', async () => {
    const { http, failures, metrics } = await predictSetUp({ recordFailure: new Error('the table is not there') });

    const response = await http(oneRow);

    expect(response.statusCode).toBe(200);
    expect(answered(response).scores).toEqual([0.5]);
    expect(failures.lines).toEqual(['prediction_record_failed: Error: the table is not there']);
    expect(metrics.lines).toEqual(['Answers 1', 'Answers 1 of 7']);
  });

  test('of $LATEST, which serves nobody, is not kept: no outcome could name its version', async () => {
    const { http, records } = await predictSetUp({ functionVersion: '$LATEST' });

    expect((await http(oneRow)).statusCode).toBe(200);

    expect(records.ids()).toEqual([]);
  });

  test('takes a thousand rows', async () => {
    const { http, metrics } = await predictSetUp();

    const response = await http(post('/predict', { rows: Array.from({ length: 1000 }, () => ({ age: 40 })) }));

    expect(answered(response).scores).toHaveLength(1000);
    expect(metrics.lines).toEqual(['Answers 1', 'Answers 1 of 7']);
  });
});

describe('the gauges', () => {
  test('show the loaded model in the text format of Prometheus', async () => {
    const { http } = await predictSetUp({ loadSeconds: 0.5 });

    const response = await http(httpRequest('GET', '/metrics'));

    expect(response.headers).toEqual({ 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    expect(response.body.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'ratchet_model_info{model="churn",model_version="1.2.0",function_version="7"} 1',
      'ratchet_model_auc{model="churn"} 0.83',
      'ratchet_model_n_train{model="churn"} 4000',
      'ratchet_model_load_seconds{model="churn"} 0.5',
      '',
    ]);
  });

  test('of a model that cannot be loaded are a 503, which is no answer to a prediction', async () => {
    const { http, metrics } = await predictSetUp({ spoiled: '{}' });

    expect((await http(httpRequest('GET', '/metrics'))).statusCode).toBe(503);
    expect(metrics.lines).toEqual([]);
  });
});
