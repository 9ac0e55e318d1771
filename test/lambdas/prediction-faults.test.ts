import { describe, expect, test } from 'vitest';
import { contentHash } from '../../lib/domain/content-hash.ts';
import { answered, httpRequest, post } from './http-samples.ts';
import { sampleModel } from './model-samples.ts';
import { oneRow, type PredictSetUp, predictSetUp } from './predict-set-up.ts';

describe('a wrong request', () => {
  test.each<[string, string, RegExp]>([
    ['no body', '', /should be JSON, got nothing/],
    ['no JSON', '{"rows":', /should be JSON/],
    ['no rows', '{"rows":[]}', /'rows' should be at least 1 entries/],
    [
      'too many rows',
      JSON.stringify({ rows: Array.from({ length: 1001 }, () => ({})) }),
      /'rows' should be at most 1000/,
    ],
    [
      'two wrong fields',
      '{"rows":[{}],"user":1,"userId":2}',
      /'userId' should be a string[\s\S]*'user' should not be there/,
    ],
    ['half of a character', '{"rows":[{"job":"\\ud800"}]}', /should be well-formed Unicode/],
    ['a value that no one can show', `{"rows":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, /nested less deeply/],
  ])('with %s is a 400 that names what is wrong, and never a bad answer', async (_, body, message) => {
    const { http, metrics, reads } = await predictSetUp();

    const response = await http(httpRequest('POST', '/predict', body));

    expect(response.statusCode).toBe(400);
    expect(answered(response)).toMatchObject({
      error: 'InvalidInput',
      message: expect.stringMatching(message),
      problems: expect.arrayContaining([expect.objectContaining({ path: expect.any(String) })]),
    });
    expect(metrics.lines).toEqual(['Answers 1', 'Answers 1 of 7']);
    expect(reads()).toBe(0);
  });

  test('to another path is a 404, with another method a 405, and neither counts as an answer', async () => {
    const { http, metrics } = await predictSetUp();

    const responses = [await http(httpRequest('POST', '/')), await http(httpRequest('GET', '/predict'))];

    expect(responses.map(({ statusCode }) => statusCode)).toEqual([404, 405]);
    expect(responses[1]?.headers?.allow).toBe('POST');
    expect(metrics.lines).toEqual([]);
  });
});

describe('a model that cannot be loaded', () => {
  test('is a 503 by name that gives nothing away, a bad answer and a predict failure', async () => {
    const { http, metrics, failures } = await predictSetUp({ spoiled: '{}' });

    const response = await http(oneRow);

    expect(response.statusCode).toBe(503);
    expect(answered(response)).toEqual({
      error: 'ArtifactHashMismatch',
      message: 'the model cannot be served at the moment: the log of the function says why',
    });
    expect(metrics.lines).toEqual([
      'PredictFailure 1',
      'Answers 1',
      'Answers 1 of 7',
      'BadAnswers 1',
      'BadAnswers 1 of 7',
    ]);
    expect(failures.lines).toEqual([expect.stringContaining('model_reload_failed: ArtifactHashMismatch')]);
  });

  test.each([
    ['no JSON', 'model'],
    ['a model that would serve as well', JSON.stringify(sampleModel({ target: 'another' }))],
    ['the same model in other bytes', `${JSON.stringify(sampleModel())} `],
  ])('is never parsed when its bytes are not those of the pin, were they %s', async (_, spoiled) => {
    const { http, smokeTest, records } = await predictSetUp({ spoiled });

    expect(answered(await http(oneRow))).toMatchObject({ error: 'ArtifactHashMismatch' });
    expect(await smokeTest()).toEqual({
      ok: false,
      error: expect.stringMatching(/should have the sha256 [0-9a-f]{64}/),
    });
    expect(records.ids()).toEqual([]);
  });

  test('is tried again by the next request', async () => {
    const { http, mend } = await predictSetUp({ spoiled: '{}' });
    await http(oneRow);
    mend();

    expect((await http(oneRow)).statusCode).toBe(200);
  });
});

describe('rows that cannot be scored', () => {
  const features = { age: 'numeric', balance: 'numeric' } as const;
  const part = { kind: 'numeric' as const, missing: [], fill: 0, mean: 0, scale: 1e-300, indicator: false };
  const overflowing = sampleModel({
    features,
    featureSetSha256: contentHash(features),
    preparation: [
      { ...part, feature: 'age' },
      { ...part, feature: 'balance' },
    ],
    scorer: { kind: 'linear', intercepts: [0], weights: [[1, -1]] },
    golden: [],
  });

  test.each<[string, PredictSetUp, string]>([
    ['a score that is no probability', { model: overflowing }, 'RangeError: a score should be a probability'],
    ['any other failure', { idFailure: new Error('no entropy') }, 'Error: no entropy'],
  ])('for %s are a 500 and a bad answer, and only the log says why', async (_, given, cause) => {
    const { http, metrics, records, failures } = await predictSetUp(given);

    const response = await http(post('/predict', { rows: [{}, { age: 1e20, balance: 1e20 }] }));

    expect(response.statusCode).toBe(500);
    expect(answered(response)).toEqual({ error: 'PredictionFailed', message: expect.stringContaining('the log') });
    expect(metrics.lines).toEqual(['Answers 1', 'Answers 1 of 7', 'BadAnswers 1', 'BadAnswers 1 of 7']);
    expect(failures.lines).toEqual([expect.stringContaining(`prediction_failed: ${cause}`)]);
    expect(records.ids()).toEqual([]);
  });

  test('do not keep the next request from being answered', async () => {
    const { http } = await predictSetUp({ model: overflowing });
    await http(post('/predict', { rows: [{ age: 1e20, balance: 1e20 }] }));

    expect((await http(oneRow)).statusCode).toBe(200);
  });
});

describe('a slow answer', () => {
  test.each([
    [0.1, []],
    [0.101, ['SlowAnswers 1', 'SlowAnswers 1 of 7']],
  ])('of %f seconds counts as slow above the limit of a tenth', async (recordSeconds, slow) => {
    const { http, metrics } = await predictSetUp({ recordSeconds });

    await http(oneRow);

    expect(metrics.lines).toEqual([...slow, 'Answers 1', 'Answers 1 of 7']);
  });

  test('is not one that had to wait for the model to be loaded', async () => {
    const { http, metrics } = await predictSetUp({ loadSeconds: 5 });

    await http(oneRow);

    expect(metrics.lines).toEqual(['Answers 1', 'Answers 1 of 7']);
  });
});
