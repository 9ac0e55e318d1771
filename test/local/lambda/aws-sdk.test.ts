import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/dynamodb-client.ts', import.meta.url));

/** A table that turns the first requests away. */
function setUp(throttled: number, seed = 'test') {
  const seen: { id: string; at: number; authorization?: string; date?: unknown; invocation?: unknown }[] = [];
  const given = lambdaSetUp({ seed, environment: { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' } });
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as { Item: { pk: { S: string } } };
    const { authorization, 'amz-sdk-invocation-id': invocation, 'x-amz-date': date } = request.headers;
    seen.push({ id: body.Item.pk.S, authorization, invocation, date, at: given.clock.now() });
    const isTurnedAway = seen.length <= throttled;
    response.writeHead(isTurnedAway ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    const failure = {
      __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      message: 'slow',
    };
    response.end(JSON.stringify(isTurnedAway ? failure : {}));
  });
  given.network.attach(8000, 'dynamodb', server);
  given.service.createFunction(functionNamed('fn', handlers, 'put'));
  return { ...given, seen };
}

describe('an unmodified DynamoDB client', () => {
  test('backs off in virtual time when it is throttled, each run by the same time', async () => {
    const run = async (seed: string) => {
      const { call, seen } = setUp(2, seed);
      const { answer, took } = await call('fn', { ids: ['a'] });
      return { answer, took, seen };
    };

    const first = await run('one');

    expect(first.seen).toHaveLength(3);
    expect(first.answer.waited).toBeGreaterThan(0);
    expect(first.took).toBe(first.answer.waited);
    expect(await run('one')).toEqual(first);
    expect((await run('two')).took).not.toBe(first.took);
  });

  test('signs with the virtual date and the id of its environment', async () => {
    const { call, seen } = setUp(0);

    await call('fn', { ids: ['a'] });

    const authorization = expect.stringContaining('Credential=fn.latest.1/20260105/eu-central-1/dynamodb/');
    expect(seen[0]).toMatchObject({ date: '20260105T000000Z', authorization });
  });

  test('sends parallel requests in the order of the code', async () => {
    const { call, seen } = setUp(0);
    const ids = Array.from({ length: 30 }, (_, index) => `item-${index}`);
    await call('fn', { ids: ['first'] }); // which has to wait until the client is ready

    await call('fn', { ids });

    expect(seen.map(({ id }) => id)).toEqual(['first', ...ids]);
  });
});
