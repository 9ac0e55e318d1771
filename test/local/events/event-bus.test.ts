import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../lib/local/aws-error.ts';
import { EventBus } from '../../../lib/local/events/event-bus.ts';
import { readEventRule } from '../../../lib/local/events/event-rules.ts';
import type { FaultKind } from '../../../lib/local/fault-plan.ts';
import { busEvent, eventsSetUp, functionArn, MINUTE, SECOND, type SetUpOptions, unavailable } from './events-set-up.ts';

function withRule(
  properties: Record<string, unknown> = {},
  target: Record<string, unknown> = {},
  options: SetUpOptions = {},
) {
  const runtime = eventsSetUp(options);
  const bus = new EventBus(runtime.options);
  const Targets = [{ Id: 'Target0', Arn: functionArn, DeadLetterConfig: { Arn: runtime.queueArn }, ...target }];
  const rule = { EventPattern: { source: ['test'] }, Targets, ...properties };
  bus.putRule(readEventRule('MyRule', 'my-rule', rule));
  return { ...runtime, bus };
}

describe('an event on the bus', () => {
  test('goes to every target of every rule that it matches, in a step of its own', async () => {
    const { bus, delivered, queueArn, until, log } = withRule();
    const Targets = ['one', 'two'].map((Id) => ({
      Id,
      Arn: Id,
      Input: `"${Id}"`,
      DeadLetterConfig: { Arn: queueArn },
    }));
    bus.putRule(readEventRule('Both', 'both', { EventPattern: { detail: { name: ['a'] } }, Targets }));
    bus.putRule(readEventRule('Other', 'other', { EventPattern: { source: ['other'] }, Targets }));

    bus.put(busEvent());
    expect(delivered).toEqual([]);
    await until(0);

    expect(delivered.map(({ target, input, context }) => [target, input, context])).toEqual([
      [functionArn, JSON.stringify(busEvent()), { source: 'events', origin: 'MyRule', attempt: 1 }],
      ['one', '"one"', { source: 'events', origin: 'Both', attempt: 1 }],
      ['two', '"two"', { source: 'events', origin: 'Both', attempt: 1 }],
    ]);
    expect(log.events().map(({ type, detail }) => [type, detail.rules ?? detail.rule])).toEqual([
      ['event', ['my-rule', 'both']],
      ['delivered', 'my-rule'],
      ['delivered', 'both'],
      ['delivered', 'both'],
    ]);
  });

  test('does not go to a rule that is disabled, changed or gone', async () => {
    const { bus, delivered, until } = withRule({ State: 'DISABLED' });
    bus.put(busEvent());
    bus.putRule(readEventRule('MyRule', 'my-rule', { EventPattern: { source: ['other'] } }));
    bus.put(busEvent());
    bus.removeRule('my-rule');
    bus.put(busEvent({ source: 'other' }));

    await until(MINUTE);

    expect(delivered).toEqual([]);
  });
});

describe('a target that does not take it', () => {
  test('gets it again, at growing intervals, until it does', async () => {
    const { bus, delivered, failures, until } = withRule();
    failures.push(unavailable(), unavailable(), new AwsError('ThrottlingException', 'slow down'));
    bus.put(busEvent());

    await until(MINUTE);

    expect(delivered.map(({ context }) => context.attempt)).toEqual([1, 2, 3, 4]);
    const waits = delivered.slice(1).map(({ at }, index) => at - (delivered[index]?.at ?? 0));
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(2 ** index / 2);
      expect(wait).toBeLessThanOrEqual(2 ** index);
    }
  });

  test('is given up after its retries, with a dead letter that says why', async () => {
    const { bus, delivered, failures, deadLetters, queueArn, until, log } = withRule(
      {},
      { RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3_600 }, Input: '{"a":1}' },
    );
    failures.push(unavailable(), unavailable(), unavailable(), unavailable());
    bus.put(busEvent());

    await until(60 * MINUTE);

    expect(delivered).toHaveLength(3);
    expect(deadLetters.list(queueArn)).toMatchObject([
      {
        body: '{"a":1}',
        attributes: {
          RULE_ARN: 'arn:aws:events:eu-central-1:111122223333:rule/my-rule',
          TARGET_ARN: functionArn,
          ERROR_CODE: 'ServiceUnavailable',
          ERROR_MESSAGE: 'try later',
          RETRY_ATTEMPTS: '2',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        },
      },
    ]);
    expect(log.events().map(({ type }) => type)).toEqual(['event', 'undelivered', 'dead-letter']);
  });

  test('is given up when the event has become too old', async () => {
    const { bus, failures, deadLetters, queueArn, until } = withRule(
      {},
      { RetryPolicy: { MaximumEventAgeInSeconds: 60 } },
    );
    for (let index = 0; index < 20; index += 1) failures.push(unavailable());
    bus.put(busEvent());

    await until(60 * MINUTE);

    const [letter] = deadLetters.list(queueArn);
    expect(letter?.attributes).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
    expect(letter?.time).toBeLessThanOrEqual(new Date('2026-11-21T08:01:00Z').getTime());
  });

  test('is not asked again when there is no use in it', async () => {
    const { bus, delivered, failures, deadLetters, queueArn, until } = withRule();
    failures.push(new AwsError('ResourceNotFoundException', 'no such function', 404));
    bus.put(busEvent());

    await until(60 * MINUTE);

    expect(delivered).toHaveLength(1);
    expect(deadLetters.list(queueArn)[0]?.attributes).toEqual({
      RULE_ARN: 'arn:aws:events:eu-central-1:111122223333:rule/my-rule',
      TARGET_ARN: functionArn,
      ERROR_CODE: 'ResourceNotFoundException',
      ERROR_MESSAGE: 'no such function',
      RETRY_ATTEMPTS: '0',
    });
  });

  test.each([
    ['InternalFailure', 500],
    ['Throttled', 429],
    ['TooManyRequestsException', 400],
  ])('with %s, %d, is asked again', async (code, status) => {
    const { bus, delivered, failures, until } = withRule();
    failures.push(new AwsError(code, 'later', status));
    bus.put(busEvent());

    await until(MINUTE);

    expect(delivered).toHaveLength(2);
  });

  test('without a dead-letter queue loses it, which is logged', async () => {
    const { bus, failures, until, log } = withRule({}, { DeadLetterConfig: undefined });
    failures.push(new AwsError('ResourceNotFoundException', 'gone', 404));
    bus.put(busEvent());

    await until(MINUTE);

    expect(log.events().at(-1)).toMatchObject({ type: 'undelivered', detail: { code: 'ResourceNotFoundException' } });
  });

  test('never gets an input that is no JSON', async () => {
    const InputTransformer = { InputPathsMap: { detail: '$.detail' }, InputTemplate: '{"a":"<detail>"}' };
    const { bus, delivered, deadLetters, queueArn, until } = withRule({}, { InputTransformer });
    bus.put(busEvent());

    await until(MINUTE);

    expect(delivered).toEqual([]);
    expect(deadLetters.list(queueArn)).toMatchObject([
      { body: '{"a":"{"name":"a"}"}', attributes: { ERROR_CODE: 'INVALID_JSON' } },
    ]);
  });

  test('that breaks in a way no service does stops the run', async () => {
    const { bus, failures, until } = withRule();
    failures.push(new TypeError('a defect'));
    bus.put(busEvent());

    await expect(until(MINUTE)).rejects.toThrow('events:deliver:MyRule');
  });
});

describe('a planned fault', () => {
  const withFault = async (kind: FaultKind, milliseconds?: number) => {
    const fault = { point: 'events:deliver:MyRule', kind, ...(milliseconds && { milliseconds }) };
    const runtime = withRule({}, {}, { faults: [fault] });
    runtime.bus.put(busEvent());
    await runtime.until(MINUTE);
    return runtime.delivered.map(({ at, context }) => [at === 0 ? 'at once' : 'later', context.attempt]);
  };

  test.each<[FaultKind, unknown]>([
    [
      'duplicate',
      [
        ['at once', 1],
        ['at once', 1],
      ],
    ],
    ['throttle', [['later', 2]]],
    ['fail-before', [['later', 2]]],
    ['crash', [['later', 2]]],
    [
      'fail-after',
      [
        ['at once', 1],
        ['later', 2],
      ],
    ],
    [
      'time-out',
      [
        ['at once', 1],
        ['later', 2],
      ],
    ],
    ['delay', [['later', 1]]],
  ])('%s: %o', async (kind, expected) => {
    expect(await withFault(kind)).toEqual(expected);
  });

  test('that times out is noticed only after its time', async () => {
    const faults = [{ point: 'events:deliver:MyRule', kind: 'time-out' as const, milliseconds: 30 * SECOND }];
    const { bus, delivered, until } = withRule({}, {}, { faults });
    bus.put(busEvent());

    await until(MINUTE);

    expect(delivered[0]?.at).toBe(0);
    expect(delivered[1]?.at).toBeGreaterThan(30);
  });

  test('that delays one event lets the next overtake it', async () => {
    const faults = [{ point: 'events:deliver:MyRule', kind: 'delay' as const, milliseconds: 30 * SECOND }];
    const { bus, delivered, until } = withRule({}, { InputPath: '$.id' }, { faults });
    bus.put(busEvent({ id: 'first' }));
    bus.put(busEvent({ id: 'second' }));

    await until(MINUTE);

    expect(delivered.map(({ at, input }) => [at, input])).toEqual([
      [0, '"second"'],
      [30, '"first"'],
    ]);
  });
});

test('the same seed gives the same log', async () => {
  const run = async (seed: string) => {
    const { bus, failures, until, log } = withRule({}, {}, { seed });
    failures.push(unavailable(), unavailable(), unavailable());
    bus.put(busEvent());
    await until(60 * MINUTE);
    return log.text();
  };

  expect(await run('one')).toBe(await run('one'));
  expect(await run('one')).not.toBe(await run('other'));
});

describe('a rule is refused with its logical id', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['without a pattern', { EventPattern: undefined }, 'the event pattern should be an object'],
    ['with another operator', { EventPattern: { source: [{ wildcard: '*' }] } }, 'is not simulated'],
    ['on another bus', { EventBusName: 'own' }, 'the bus own is not simulated'],
    ['on a schedule', { ScheduleExpression: 'rate(1 day)' }, "'ScheduleExpression' is not simulated"],
    ['in another state', { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }, "'State' should be one of"],
    ['with parameters of a target', { Targets: [{ Id: 'a', Arn: 'b', SqsParameters: {} }] }, "'SqsParameters'"],
    [
      'with too many retries',
      { Targets: [{ Id: 'a', Arn: 'b', RetryPolicy: { MaximumRetryAttempts: 186 } }] },
      'to 185',
    ],
    [
      'with too little age',
      { Targets: [{ Id: 'a', Arn: 'b', RetryPolicy: { MaximumEventAgeInSeconds: 59 } }] },
      'from 60',
    ],
    ['with a target without ARN', { Targets: [{ Id: 'a' }] }, "'Arn' should be a text"],
  ])('%s', (_, over, message) => {
    const properties = { EventPattern: { source: ['test'] }, ...over };

    expect(() => readEventRule('MyRule', 'my-rule', properties)).toThrow(message);
    expect(() => readEventRule('MyRule', 'my-rule', properties)).toThrow(/^MyRule/);
  });
});
