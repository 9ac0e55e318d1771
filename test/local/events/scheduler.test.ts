import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../lib/local/aws-error.ts';
import { DAY, eventsSetUp, functionArn, MINUTE, START, unavailable } from './events-set-up.ts';
import { everyFive, schedulerSetUp } from './scheduler-set-up.ts';

describe('a schedule', () => {
  test('at a rate runs at once and then regularly, with its scheduled time', async () => {
    const { until, delivered, minutes } = schedulerSetUp();

    await until(11 * MINUTE);

    expect(minutes()).toEqual([0, 5, 10]);
    expect(delivered[1]).toMatchObject({
      target: functionArn,
      input: '{"time":"2026-11-21T08:05:00Z"}',
      context: { source: 'scheduler', origin: 'Reconcile', attempt: 1 },
    });
  });

  test('by a cron runs at its times', async () => {
    const { until, minutes } = schedulerSetUp({
      ScheduleExpression: 'cron(30 9 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });

    await until(2 * DAY);

    expect(minutes()).toEqual([30, 30 + 1_440]);
  });

  test('for one time runs once', async () => {
    const { until, minutes, scheduler } = schedulerSetUp({ ScheduleExpression: 'at(2026-11-21T08:07:00)' });
    expect(scheduler.nextRun('Reconcile')).toBe(START + 7 * MINUTE);

    await until(DAY);

    expect(minutes()).toEqual([7]);
    expect(scheduler.nextRun('Reconcile')).toBeUndefined();
  });

  test('runs from its start to its end', async () => {
    const StartDate = '2026-11-21T08:03:00Z';
    const { until, minutes } = schedulerSetUp({ StartDate, EndDate: '2026-11-21T08:13:00Z' });

    await until(DAY);

    expect(minutes()).toEqual([3, 8, 13]);
  });

  test('with a flexible window runs somewhere within it, and keeps its scheduled time', async () => {
    const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 };
    const { until, delivered } = schedulerSetUp({ ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow });

    await until(DAY - MINUTE);

    expect(delivered).toHaveLength(24);
    const late = delivered.map(({ at }, hour) => at - hour * 3_600);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThan(900);
    expect(new Set(late).size).toBeGreaterThan(12);
    expect(delivered[2]?.input).toBe('{"time":"2026-11-21T10:00:00Z"}');
  });

  test('that is disabled does not run', async () => {
    const { until, delivered, scheduler } = schedulerSetUp({ State: 'DISABLED' });

    await until(DAY);

    expect(delivered).toEqual([]);
    expect(scheduler.nextRun('Reconcile')).toBeUndefined();
  });

  test('that is gone does not run', async () => {
    const { until, minutes, scheduler } = schedulerSetUp();
    await until(6 * MINUTE);
    scheduler.remove('Reconcile');

    await until(DAY);

    expect(minutes()).toEqual([0, 5]);
    expect(scheduler.list()).toEqual([]);
  });

  test('goes on while a run before it is still being delivered', async () => {
    const { until, minutes, failures } = schedulerSetUp({}, { Input: '1' });
    for (let index = 0; index < 6; index += 1) failures.push(unavailable());

    await until(6 * MINUTE);

    expect(minutes().filter((minute) => minute === 5)).toHaveLength(1);
    expect(minutes().length).toBeGreaterThan(5);
  });

  test('fills in what it knows of each attempt', async () => {
    const names = ['scheduled-time', 'schedule-arn', 'execution-id', 'attempt-number'];
    const Input = JSON.stringify(Object.fromEntries(names.map((name) => [name, `<aws.scheduler.${name}>`])));
    const { until, delivered, failures } = schedulerSetUp({}, { Input });
    failures.push(unavailable());

    await until(5 * MINUTE);

    const inputs = delivered.map(({ input }) => JSON.parse(input));
    expect(inputs[0]).toEqual({
      'scheduled-time': '2026-11-21T08:00:00Z',
      'schedule-arn': 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/Reconcile',
      'execution-id': expect.stringMatching(/^[0-9a-f]{16}$/),
      'attempt-number': '1',
    });
    expect(inputs[1]).toEqual({ ...inputs[0], 'attempt-number': '2' });
    expect(inputs[2]['execution-id']).not.toBe(inputs[0]['execution-id']);
  });

  test('a hundred days of a run every five minutes are one entry each', async () => {
    const { until, delivered, log } = schedulerSetUp();

    await until(100 * DAY - 1);

    expect(delivered).toHaveLength(28_800);
    expect(log.events()).toHaveLength(28_800);
    expect(log.events()[0]).toMatchObject({
      source: 'scheduler',
      type: 'fired',
      detail: { schedule: 'Reconcile', scheduledTime: '2026-11-21T08:00:00Z', target: functionArn },
    });
  });

  test('draws what it needs from the seed, whatever other schedules there are', async () => {
    const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 };
    const times = async (seed: string, more: readonly string[]) => {
      const { until, delivered, place } = schedulerSetUp({ FlexibleTimeWindow }, {}, { seed });
      for (const name of more) place(name, { ...everyFive, FlexibleTimeWindow });
      await until(DAY);
      return delivered.filter(({ context }) => context.origin === 'Reconcile').map(({ at }) => at);
    };

    expect(await times('one', ['Other'])).toEqual(await times('one', []));
    expect(await times('other', [])).not.toEqual(await times('one', []));
  });
});

describe('a run that cannot be delivered', () => {
  const RetryPolicy = { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3_600 };

  test('is logged, and without a dead-letter queue lost', async () => {
    const { until, failures, deadLetters, queueArn, log } = schedulerSetUp({}, { RetryPolicy });
    for (let index = 0; index < 4; index += 1) failures.push(unavailable());

    await until(MINUTE);

    expect(deadLetters.list(queueArn)).toEqual([]);
    expect(log.events().at(-1)).toMatchObject({ type: 'undelivered', detail: { retries: 3 } });
  });

  test('ends in the dead-letter queue, with what it was', async () => {
    const queue = eventsSetUp().queueArn;
    const { until, failures, deadLetters } = schedulerSetUp({}, { RetryPolicy, DeadLetterConfig: { Arn: queue } });
    failures.push(new AwsError('ResourceNotFoundException', 'gone', 404));

    await until(MINUTE);

    expect(deadLetters.list(queue)).toMatchObject([
      {
        body: '{"time":"2026-11-21T08:00:00Z"}',
        attributes: {
          SCHEDULE_ARN: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/Reconcile',
          SCHEDULED_TIME: '2026-11-21T08:00:00Z',
          TARGET_ARN: functionArn,
          IS_PAYLOAD_TRUNCATED: 'false',
          ERROR_CODE: 'ResourceNotFoundException',
          ERROR_MESSAGE: 'gone',
          RETRY_ATTEMPTS: '0',
        },
      },
    ]);
  });

  test('may be hit by a planned fault', async () => {
    const faults = [{ point: 'scheduler:deliver:Reconcile', kind: 'duplicate' as const, from: 2 }];
    const { until, minutes } = schedulerSetUp({}, {}, { faults });

    await until(11 * MINUTE);

    expect(minutes()).toEqual([0, 5, 5, 10]);
  });
});

describe('a schedule is refused with its logical id', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ['without an input', {}, { Input: undefined }, "'Input' should be a text"],
    ['with an input that is no JSON', {}, { Input: 'x' }, 'JSON'],
    ['with an unknown attribute', {}, { Input: '"<aws.scheduler.when>"' }, '<aws.scheduler.when> is not simulated'],
    ['with a universal target', {}, { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' }, 'the universal target'],
    ['with parameters of a target', {}, { SqsParameters: {} }, "'SqsParameters' is not simulated"],
    ['with another expression', { ScheduleExpression: 'daily' }, {}, 'should be cron'],
    ['in a group', { GroupName: 'own' }, {}, 'the schedule group own'],
    ['without a window', { FlexibleTimeWindow: undefined }, {}, "'FlexibleTimeWindow' should be an object"],
    ['with half a window', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, {}, "'MaximumWindowInMinutes'"],
    ['with a start that is no time', { StartDate: 'soon' }, {}, "'StartDate' should be a time"],
    [
      'with a run that is over',
      { ScheduleExpression: 'at(2020-01-01T00:00:00)' },
      {},
      'the time of its single run is over',
    ],
    ['with something unknown', { ActionAfterCompletion: 'DELETE' }, {}, "'ActionAfterCompletion' is not simulated"],
  ])('%s', (_, properties, target, message) => {
    expect(() => schedulerSetUp(properties, target)).toThrow(message);
    expect(() => schedulerSetUp(properties, target)).toThrow(/^Reconcile/);
  });
});
