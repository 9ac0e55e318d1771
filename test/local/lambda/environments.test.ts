import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { functionNamed, type LambdaSetUp, lambdaSetUp } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

function environmentsOf({ log }: LambdaSetUp): unknown[] {
  return log.events().flatMap(({ type, detail }) => (type === 'invoked' ? [detail.environment] : []));
}

describe('the environment of a function', () => {
  test('has its variables and nothing of this process', async () => {
    const given = lambdaSetUp({ environment: { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' } });
    given.service.createFunction(functionNamed('fn', handlers, 'variables', { environment: { MODEL: 'a' } }));

    const { answer } = await given.call('fn');

    expect(answer).toMatchObject({
      MODEL: 'a',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
      AWS_REGION: 'eu-central-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'fn',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_ACCESS_KEY_ID: 'fn.latest.1',
    });
    expect(answer).not.toHaveProperty('PATH');
    expect(answer).not.toHaveProperty('HOME');
  });

  test('tells the handler about its invocation', async () => {
    const { call, service, advance, api } = lambdaSetUp();
    service.createFunction(functionNamed('fn', handlers, 'describe'));
    await api('PublishVersion', { FunctionName: 'fn' });
    await advance(1000);
    await api('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' });

    const { answer } = await call('fn:live');

    expect(answer).toMatchObject({
      awsRequestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      functionName: 'fn',
      functionVersion: '1',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:fn:live',
      memoryLimitInMB: '512',
      remaining: 29_000,
    });
  });

  test('gives its lines on, those without an end at the end of the invocation', async () => {
    const { call, service, lines } = lambdaSetUp();
    service.createFunction(functionNamed('fn', handlers, 'print'));

    await call('fn', { lines: ['{"a":1}', 'two\nlines'] });

    expect(lines).toEqual(['{"a":1}', 'two', 'lines', 'to standard error', 'without an end']);
  });

  test('is used again, one after the other', async () => {
    const given = lambdaSetUp();
    given.service.createFunction(functionNamed('fn', handlers, 'echo'));

    for (const number of [1, 2, 3]) expect((await given.call('fn', number)).answer).toBe(number);

    expect(environmentsOf(given)).toEqual(['fn.latest.1', 'fn.latest.1', 'fn.latest.1']);
  });

  test('runs one invocation at a time: others at the same time get environments of their own', async () => {
    const given = lambdaSetUp();
    const { invoke, settled, clock, service } = given;
    service.createFunction(functionNamed('fn', handlers, 'sleep'));
    const begun = clock.now();

    await settled(Promise.all([1000, 2000, 3000].map((milliseconds) => invoke('fn', { milliseconds }))));
    await settled(invoke('fn', { milliseconds: 1 }));

    expect(clock.now() - begun).toBe(3001);
    expect(environmentsOf(given)).toEqual(['fn.latest.1', 'fn.latest.2', 'fn.latest.3', 'fn.latest.3']);
  });

  test('an answer of nothing is null', async () => {
    const { call, service } = lambdaSetUp();
    service.createFunction(functionNamed('fn', handlers, 'nothing'));

    expect((await call('fn')).payload).toBe('null');
  });

  test('a cold start may take time, which is not the duration of the invocation', async () => {
    const { call, service, metrics } = lambdaSetUp({ initMilliseconds: () => 400 });
    service.createFunction(functionNamed('fn', handlers, 'sleep'));

    const cold = await call('fn', { milliseconds: 100 });
    const warm = await call('fn', { milliseconds: 100 });

    expect([cold.took, warm.took]).toEqual([500, 100]);
    expect(metrics.filter(({ name }) => name === 'Duration').map(({ value }) => value)).toEqual([100, 100, 100, 100]);
  });
});

describe('more functions than workers', () => {
  test('the environment that was idle for longest makes room', async () => {
    const given = lambdaSetUp({ maximumWorkers: 2 });
    for (const name of ['a', 'b', 'c']) given.service.createFunction(functionNamed(name, handlers, 'lateTimer'));

    const counts: number[] = [];
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) counts.push((await given.call(name)).answer.invocations);

    expect(counts).toEqual([1, 1, 2, 1, 3, 1]);
    expect(environmentsOf(given).at(-1)).toBe('b.latest.2');
  });

  test('those at work stay, however many', async () => {
    const { invoke, settled, service } = lambdaSetUp({ maximumWorkers: 1 });
    service.createFunction(functionNamed('fn', handlers, 'sleep'));

    const results = await settled(Promise.all([5, 6, 7].map((milliseconds) => invoke('fn', { milliseconds }))));

    expect(results.map(({ payload }) => payload)).toEqual(['"awake"', '"awake"', '"awake"']);
  });
});

describe('versions', () => {
  test('run what they froze, side by side', async () => {
    const { call, service, api, advance } = lambdaSetUp();
    service.createFunction(functionNamed('fn', handlers, 'pin', { environment: { MODEL: 'old' } }));
    await api('PublishVersion', { FunctionName: 'fn' });
    service.updateFunction(functionNamed('fn', handlers, 'describe', { environment: { MODEL: 'new' } }));
    await advance(1000);

    expect((await call('fn:1')).answer).toEqual({ version: '1', model: 'old' });
    expect((await call('fn')).answer).toMatchObject({ functionVersion: '$LATEST' });
  });

  test('an update of $LATEST takes effect when it is done', async () => {
    const { call, service, api, advance } = lambdaSetUp();
    service.createFunction(functionNamed('fn', handlers, 'pin', { environment: { MODEL: 'old' } }));
    await call('fn');
    await api('UpdateFunctionConfiguration', { FunctionName: 'fn', Environment: { Variables: { MODEL: 'new' } } });

    const during = await call('fn');
    await advance(1000);
    const afterwards = await call('fn');

    expect([during.answer.model, afterwards.answer.model]).toEqual(['old', 'new']);
  });
});

test('an environment can be crashed by its id', async () => {
  const { invoke, settled, service, clock } = lambdaSetUp();
  service.createFunction(functionNamed('fn', handlers, 'sleep'));
  clock.schedule(500, 'crash', () => service.crash({ id: 'fn.latest.1' }));

  const { payload } = await settled(invoke('fn', { milliseconds: 1000 }));

  expect(JSON.parse(payload).errorType).toBe('Runtime.ExitError');
  expect((await settled(invoke('fn', { milliseconds: 1 }))).payload).toBe('"awake"');
});
