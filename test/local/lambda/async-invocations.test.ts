import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp, START } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

function setUp(handler: string, more: Parameters<typeof functionNamed>[3] = {}) {
  const given = lambdaSetUp();
  given.service.createFunction(functionNamed('fn', handlers, handler, more));
  /** Seconds after the start at which the function was invoked. */
  const attempts = () =>
    given.log.events().flatMap(({ type, time }) => (type === 'invoked' ? [(time - START) / 1000] : []));
  return { ...given, attempts, send: (event: unknown = { a: 1 }) => given.invoke('fn', event, { type: 'Event' }) };
}

describe('an event', () => {
  test('is accepted at once and handled afterwards', async () => {
    const { send, lines, advance } = setUp('print');

    const accepted = await send({ lines: ['handled'] });

    expect(accepted).toEqual({ status: 202, executedVersion: '', payload: '', functionError: null });
    expect(lines).toEqual([]);
    await advance(0);
    expect(lines).toContain('handled');
  });

  test('that fails is tried again after one and two minutes, under the same request id', async () => {
    const { send, attempts, advance, log } = setUp('fail');

    await send();
    await advance(3_600_000);

    expect(attempts()).toEqual([0, 60, 180]);
    const ids = log.events().flatMap(({ type, detail }) => (type === 'invoked' ? [detail.requestId] : []));
    expect(new Set(ids).size).toBe(1);
  });

  test('that finally fails goes to the dead-letter queue', async () => {
    const { send, messages, advance } = setUp('fail', { deadLetterTarget: 'arn:aws:sqs:::dead' });

    await send();
    await advance(3_600_000);

    expect(messages).toEqual([
      {
        target: 'arn:aws:sqs:::dead',
        reason: 'dead-letter',
        body: '{"a":1}',
        attributes: { RequestID: expect.any(String), ErrorCode: '200', ErrorMessage: 'no model' },
      },
    ]);
  });

  test('that finally fails is described to the destination', async () => {
    const { send, messages, advance, service } = setUp('fail');
    service.configureEvents('fn', { maximumRetryAttempts: 1, onFailure: 'arn:aws:sqs:::failed' });

    await send();
    await advance(3_600_000);

    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ target: 'arn:aws:sqs:::failed', reason: 'on-failure' });
    expect(JSON.parse(messages[0]?.body ?? '')).toMatchObject({
      version: '1.0',
      timestamp: '2026-01-05T00:01:00.000Z',
      requestContext: {
        functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:fn:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'TypeError' },
    });
  });

  test('that is handled is described to the destination of successes', async () => {
    const { send, messages, advance, service } = setUp('echo');
    service.configureEvents('fn', { onSuccess: 'arn:aws:sqs:::done' });

    await send();
    await advance(1);

    expect(messages[0]).toMatchObject({ target: 'arn:aws:sqs:::done', reason: 'on-success' });
    expect(JSON.parse(messages[0]?.body ?? '')).toMatchObject({
      requestContext: { condition: 'Success' },
      responsePayload: { a: 1 },
    });
  });

  test('that is throttled stays in the queue, for longer each time, without using up its attempts', async () => {
    const { send, attempts, advance, faults } = setUp('fail');
    faults.add({ point: 'invoke:fn', kind: 'throttle', times: 3 });

    await send();
    await advance(3_600_000);

    expect(attempts()).toEqual([7, 67, 187]);
  });

  test('that gets too old in the queue is given up', async () => {
    const { send, messages, attempts, advance, service } = setUp('echo', {
      reservedConcurrency: 0,
      deadLetterTarget: 'arn:aws:sqs:::dead',
    });
    service.configureEvents('fn', { maximumEventAgeSeconds: 60, onFailure: 'arn:aws:sqs:::failed' });

    await send();
    await advance(3_600_000);

    expect(attempts()).toEqual([]);
    expect(messages.map(({ reason }) => reason)).toEqual(['on-failure', 'dead-letter']);
    expect(JSON.parse(messages[0]?.body ?? '').requestContext.condition).toBe('EventAgeExceeded');
    expect(messages[1]?.attributes.ErrorCode).toBe('429');
  });
});
