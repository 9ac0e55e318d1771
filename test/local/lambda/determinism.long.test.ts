import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp } from './lambda-set-up.ts';

const sdk = bundle(new URL('./fixtures/dynamodb-client.ts', import.meta.url));
const http = bundle(new URL('./fixtures/http-client.ts', import.meta.url));
const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

/** Four functions at the same instant: retries, nested invocations, random numbers, a weighted alias. */
async function scenario(seed: string) {
  const environment = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' };
  const requests: unknown[] = [];
  const given = lambdaSetUp({ seed, environment, networkOptions: { onRequest: (request) => requests.push(request) } });
  const { service, network, api, settled, invoke, advance, log, metrics } = given;
  let puts = 0;
  const table = createServer(async (request, response) => {
    await json(request);
    puts += 1;
    const isTurnedAway = puts % 3 === 1;
    response.writeHead(isTurnedAway ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(isTurnedAway ? '{"__type":"x#ProvisionedThroughputExceededException"}' : '{}');
  });
  const lambda = createServer(async (request, response) => {
    response.end((await network.parked(request, invoke('callee', { milliseconds: 700 }))).payload);
  });
  network.attach(8000, 'dynamodb', table);
  network.attach(80, 'lambda', lambda);
  service.createFunction(functionNamed('writer', sdk, 'put'));
  service.createFunction(functionNamed('caller', http, 'many'));
  service.createFunction(functionNamed('callee', handlers, 'sleep'));
  service.createFunction(functionNamed('dice', handlers, 'random'));
  for (const MODEL of ['1', '2']) {
    await api('UpdateFunctionConfiguration', { FunctionName: 'dice', Environment: { Variables: { MODEL } } });
    await advance(1000);
    await api('PublishVersion', { FunctionName: 'dice' });
  }
  const RoutingConfig = { AdditionalVersionWeights: { 2: 0.5 } };
  await api('CreateAlias', { FunctionName: 'dice', Name: 'live', FunctionVersion: '1', RoutingConfig });
  await advance(1000);
  const work = Array.from({ length: 6 }, (_, index) => [
    invoke('writer', { ids: [`${index}-a`, `${index}-b`] }),
    invoke('caller', { port: 80, count: 2 }),
    invoke('dice:live'),
    invoke('dice', {}, { type: 'Event' }),
  ]);
  const results = await settled(Promise.all(work.flat()));
  await advance(600_000);
  return { log: log.text(), requests, results, metrics };
}

test('the same seed gives the same log, requests, answers and metrics', async () => {
  const first = await scenario('one');

  const second = await scenario('one');

  expect(second).toEqual(first);
  expect(first.requests.length).toBeGreaterThan(20);
  expect(new Set(first.results.map(({ executedVersion }) => executedVersion))).toEqual(
    new Set(['$LATEST', '', '1', '2']),
  );
});

test('another seed gives another log', async () => {
  expect((await scenario('two')).log).not.toBe((await scenario('one')).log);
});
