import { describe, expect, test } from 'vitest';
import { HttpApi } from '../../../lib/local/http-api/http-api.ts';

const signed = { identity: 'arn:aws:iam::111122223333:user/caller' };

function apiThat(answer: (functionArn: string, event: Record<string, unknown>) => unknown) {
  const api = new HttpApi(
    'api',
    'prices',
    async (functionArn, payload) => {
      const answered = answer(functionArn, JSON.parse(payload));
      return { payload: JSON.stringify(answered), functionError: answered === 'crash' ? 'Unhandled' : null };
    },
    () => 5,
  );
  api.setIntegration('integration', 'arn:fn:live');
  api.setRoute('route', 'POST /predict', 'integration', { kind: 'AWS_IAM' });
  return api;
}

describe('a request', () => {
  test('reaches the function of its route in payload format 2.0', async () => {
    const seen: unknown[] = [];
    const api = apiThat((functionArn, event) => {
      seen.push(functionArn, event);
      return { statusCode: 201, headers: { 'x-a': 'b' }, body: 'done' };
    });
    const answer = await api.request({ method: 'POST', path: '/predict?a=1&b=2', body: '{}', ...signed });
    expect(answer).toEqual({ status: 201, headers: { 'x-a': 'b' }, body: 'done' });
    expect(seen).toEqual([
      'arn:fn:live',
      expect.objectContaining({
        version: '2.0',
        rawPath: '/predict',
        queryStringParameters: { a: '1', b: '2' },
        body: '{}',
        requestContext: expect.objectContaining({
          http: expect.objectContaining({ method: 'POST', path: '/predict' }),
          authorizer: { iam: { userArn: signed.identity } },
          timeEpoch: 5,
        }),
      }),
    ]);
  });

  test('gets any JSON without a status as the body of a 200', async () => {
    const answer = await apiThat(() => ({ score: 0.5 })).request({ method: 'POST', path: '/predict', ...signed });
    expect([answer.status, answer.body]).toEqual([200, '{"score":0.5}']);
  });

  test.each([
    ['an unknown path', { method: 'POST', path: '/else', ...signed }, 404],
    ['another method', { method: 'GET', path: '/predict', ...signed }, 404],
    ['no signature', { method: 'POST', path: '/predict' }, 403],
  ])('with %s is refused', async (_what, question, status) => {
    const answer = await apiThat(() => {
      throw new Error('must not be called');
    }).request(question);
    expect(answer.status).toBe(status);
  });

  test.each([
    ['crashes', 'crash'],
    ['answers with a status that is no number', { statusCode: 'ok' }],
  ])('to a function that %s gets a 502', async (_what, result) => {
    expect((await apiThat(() => result).request({ method: 'POST', path: '/predict', ...signed })).status).toBe(502);
  });
});

test('a custom authorizer is asked, and only its yes lets a request through', async () => {
  const calls: string[] = [];
  const api = apiThat((functionArn, event) => {
    calls.push(functionArn);
    if (functionArn !== 'arn:authorizer') return { statusCode: 200, body: 'in' };
    return { isAuthorized: (event.headers as Record<string, string>)['x-key'] === 'secret' };
  });
  api.setRoute('route', 'POST /predict', 'integration', { kind: 'CUSTOM', functionArn: 'arn:authorizer' });
  const ask = (key: string) => api.request({ method: 'POST', path: '/predict', headers: { 'x-key': key } });
  expect([(await ask('wrong')).status, (await ask('secret')).status]).toEqual([403, 200]);
  expect(calls).toEqual(['arn:authorizer', 'arn:authorizer', 'arn:fn:live']);
});
