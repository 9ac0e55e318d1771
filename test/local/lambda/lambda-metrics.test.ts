import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp, START } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

async function setUp(handler: string, reservedConcurrency: number | null = null) {
  const given = lambdaSetUp();
  given.service.createFunction(functionNamed('fn', handlers, handler, { reservedConcurrency }));
  await given.api('PublishVersion', { FunctionName: 'fn' });
  await given.api('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' });
  await given.advance(1000);
  return given;
}

describe('the metrics of an invocation', () => {
  test('by alias carry the executed version', async () => {
    const { call, metrics } = await setUp('sleep');

    await call('fn:live', { milliseconds: 40 });

    const sets = [
      { FunctionName: 'fn' },
      { FunctionName: 'fn', Resource: 'fn:live' },
      { ExecutedVersion: '1', FunctionName: 'fn', Resource: 'fn:live' },
    ];
    const values = { ConcurrentExecutions: 1, Invocations: 1, Errors: 0, Throttles: 0, Duration: 40 };
    const expected = Object.entries(values).flatMap(([name, value]) =>
      sets.map((dimensions) => ({
        namespace: 'AWS/Lambda',
        name,
        dimensions,
        value,
        time: START + 1000,
        storageResolution: 60,
      })),
    );
    expect(metrics).toEqual(expected);
  });

  test.each([
    ['fn:1', 'fn:1'],
    ['fn', 'fn'],
  ])('of %s name the resource %s and no executed version', async (name, Resource) => {
    const { call, metrics } = await setUp('echo');

    await call(name);

    const dimensions = metrics.filter((datum) => datum.name === 'Invocations').map((datum) => datum.dimensions);
    expect(dimensions).toEqual([{ FunctionName: 'fn' }, { FunctionName: 'fn', Resource }]);
  });

  test('count a failure as an error', async () => {
    const { call, metrics } = await setUp('fail');

    await call('fn');

    expect(metrics.filter(({ name }) => name === 'Errors').map(({ value }) => value)).toEqual([1, 1]);
  });
});

describe('reserved concurrency', () => {
  test('turns away what is too much at the same time, and counts it', async () => {
    const { invoke, settled, metrics, call } = await setUp('sleep', 2);

    const outcomes = await settled(
      Promise.allSettled([1, 2, 3].map((number) => invoke('fn', { milliseconds: 100 * number }))),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes[2]).toMatchObject({ reason: { code: 'TooManyRequestsException', status: 429 } });
    const values = (name: string) =>
      metrics.filter((datum) => datum.name === name && !datum.dimensions.Resource).map(({ value }) => value);
    expect(values('ConcurrentExecutions')).toEqual([1, 2]);
    expect(values('Throttles')).toEqual([1, 0, 0]);
    expect((await call('fn', { milliseconds: 1 })).functionError).toBeNull();
  });

  test('of none lets nothing run', async () => {
    const { call } = await setUp('echo', 0);

    await expect(call('fn')).rejects.toMatchObject({ code: 'TooManyRequestsException' });
  });
});
