import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../lib/local/aws-error.ts';
import { PropertyReader } from '../../../lib/local/cloudwatch/read-properties.ts';
import { readSchedule } from '../../../lib/local/events/schedule.ts';
import { Scheduler } from '../../../lib/local/events/scheduler.ts';
import { schedulerOperations } from '../../../lib/local/events/scheduler-operations.ts';
import {
  caller,
  DAY,
  eventsSetUp,
  functionArn,
  MINUTE,
  SECOND,
  type SetUpOptions,
  START,
  unavailable,
} from './events-set-up.ts';

const everyFive = {
  ScheduleExpression: 'rate(5 minutes)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: functionArn, Input: '{"time":"<aws.scheduler.scheduled-time>"}', RoleArn: 'role' },
};

function setUp(
  properties: Record<string, unknown> = {},
  target: Record<string, unknown> = {},
  options: SetUpOptions = {},
) {
  const runtime = eventsSetUp(options);
  const scheduler = new Scheduler(runtime.options);
  const place = (name: string, own: Record<string, unknown>) =>
    scheduler.put(
      readSchedule(new PropertyReader(name, own), name, { name, properties: own, created: runtime.clock.now() }),
    );
  const own = { ...everyFive, ...properties, Target: { ...everyFive.Target, ...target } };
  place('Reconcile', own);
  const operations = schedulerOperations(scheduler);
  const call = async (operation: string, input: Record<string, unknown>) =>
    operations[operation]?.(input, caller) as Promise<Record<string, unknown>>;
  return { ...runtime, scheduler, place, call, own, minutes: () => runtime.delivered.map(({ at }) => at / 60) };
}

describe('a schedule', () => {
  test('at a rate runs at once and then regularly, with its scheduled time', async () => {
    const { until, delivered, minutes } = setUp();

    await until(11 * MINUTE);

    expect(minutes()).toEqual([0, 5, 10]);
    expect(delivered[1]).toMatchObject({
      target: functionArn,
      input: '{"time":"2026-11-21T08:05:00Z"}',
      context: { source: 'scheduler', origin: 'Reconcile', attempt: 1 },
    });
  });

  test('by a cron runs at its times', async () => {
    const { until, minutes } = setUp({
      ScheduleExpression: 'cron(30 9 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });

    await until(2 * DAY);

    expect(minutes()).toEqual([30, 30 + 1_440]);
  });

  test('for one time runs once', async () => {
    const { until, minutes, scheduler } = setUp({ ScheduleExpression: 'at(2026-11-21T08:07:00)' });
    expect(scheduler.nextRun('Reconcile')).toBe(START + 7 * MINUTE);

    await until(DAY);

    expect(minutes()).toEqual([7]);
    expect(scheduler.nextRun('Reconcile')).toBeUndefined();
  });

  test('runs from its start to its end', async () => {
    const StartDate = '2026-11-21T08:03:00Z';
    const { until, minutes } = setUp({ StartDate, EndDate: '2026-11-21T08:13:00Z' });

    await until(DAY);

    expect(minutes()).toEqual([3, 8, 13]);
  });

  test('with a flexible window runs somewhere within it, and keeps its scheduled time', async () => {
    const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 };
    const { until, delivered } = setUp({ ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow });

    await until(DAY - MINUTE);

    expect(delivered).toHaveLength(24);
    const late = delivered.map(({ at }, hour) => at - hour * 3_600);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThan(900);
    expect(new Set(late).size).toBeGreaterThan(12);
    expect(delivered[2]?.input).toBe('{"time":"2026-11-21T10:00:00Z"}');
  });

  test('that is disabled does not run', async () => {
    const { until, delivered, scheduler } = setUp({ State: 'DISABLED' });

    await until(DAY);

    expect(delivered).toEqual([]);
    expect(scheduler.nextRun('Reconcile')).toBeUndefined();
  });

  test('that is gone does not run', async () => {
    const { until, minutes, scheduler } = setUp();
    await until(6 * MINUTE);
    scheduler.remove('Reconcile');

    await until(DAY);

    expect(minutes()).toEqual([0, 5]);
    expect(scheduler.list()).toEqual([]);
  });

  test('goes on while a run before it is still being delivered', async () => {
    const { until, minutes, failures } = setUp({}, { Input: '1' });
    for (let index = 0; index < 6; index += 1) failures.push(unavailable());

    await until(6 * MINUTE);

    expect(minutes().filter((minute) => minute === 5)).toHaveLength(1);
    expect(minutes().length).toBeGreaterThan(5);
  });

  test('fills in what it knows of each attempt', async () => {
    const names = ['scheduled-time', 'schedule-arn', 'execution-id', 'attempt-number'];
    const Input = JSON.stringify(Object.fromEntries(names.map((name) => [name, `<aws.scheduler.${name}>`])));
    const { until, delivered, failures } = setUp({}, { Input });
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

  test('a year of a run every five minutes is one entry each', async () => {
    const { until, delivered, log } = setUp();

    await until(365 * DAY - 1);

    expect(delivered).toHaveLength(105_120);
    expect(log.events()).toHaveLength(105_120);
    expect(log.events()[0]).toMatchObject({
      source: 'scheduler',
      type: 'fired',
      detail: { schedule: 'Reconcile', scheduledTime: '2026-11-21T08:00:00Z', target: functionArn },
    });
  });

  test('draws what it needs from the seed, whatever other schedules there are', async () => {
    const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 };
    const times = async (seed: string, more: readonly string[]) => {
      const { until, delivered, place } = setUp({ FlexibleTimeWindow }, {}, { seed });
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

  test('ends in the dead-letter queue, with what it was', async () => {
    const { until, failures, deadLetters, queueArn, log } = setUp({}, { RetryPolicy });
    for (let index = 0; index < 4; index += 1) failures.push(unavailable());
    const { place } = setUp();
    expect(place).toBeDefined();

    await until(MINUTE);
    expect(deadLetters.list(queueArn)).toEqual([]);
    expect(log.events().at(-1)).toMatchObject({ type: 'undelivered', detail: { retries: 3 } });
  });

  test('says so on the letter', async () => {
    const queue = eventsSetUp().queueArn;
    const { until, failures, deadLetters } = setUp({}, { RetryPolicy, DeadLetterConfig: { Arn: queue } });
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
    const { until, minutes } = setUp({}, {}, { faults });

    await until(11 * MINUTE);

    expect(minutes()).toEqual([0, 5, 5, 10]);
  });
});

describe('GetSchedule and UpdateSchedule', () => {
  test('show a schedule as it was made', async () => {
    const { call } = setUp({ StartDate: '2026-11-21T08:03:00Z', Description: 'reconciles' });

    expect(await call('GetSchedule', { Name: 'Reconcile', GroupName: 'default' })).toEqual({
      Name: 'Reconcile',
      Arn: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/Reconcile',
      GroupName: 'default',
      Description: 'reconciles',
      ActionAfterCompletion: 'NONE',
      State: 'ENABLED',
      ScheduleExpression: 'rate(5 minutes)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      StartDate: START / 1_000 + 180,
      Target: everyFive.Target,
      CreationDate: START / 1_000,
      LastModificationDate: START / 1_000,
    });
  });

  test('pause a schedule and let it go on in step', async () => {
    const { call, until, minutes, own } = setUp();
    await until(6 * MINUTE);
    await call('UpdateSchedule', { ...own, Name: 'Reconcile', State: 'DISABLED' });
    await until(21 * MINUTE);
    const answer = await call('UpdateSchedule', { ...own, Name: 'Reconcile', State: 'ENABLED' });
    await until(31 * MINUTE);

    expect(answer).toEqual({ ScheduleArn: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/Reconcile' });
    expect(minutes()).toEqual([0, 5, 25, 30]);
    const shown = await call('GetSchedule', { Name: 'Reconcile' });
    expect([shown.CreationDate, shown.LastModificationDate]).toEqual([START / 1_000, START / 1_000 + 21 * 60]);
  });

  test('do not repeat a run of the same moment', async () => {
    const { call, until, minutes, own, clock } = setUp();
    await until(5 * MINUTE - SECOND);
    clock.schedule(SECOND, 'update', async () => {
      await call('UpdateSchedule', { ...own, Name: 'Reconcile' });
    });

    await until(11 * MINUTE);

    expect(minutes()).toEqual([0, 5, 10]);
  });

  test('replace everything that is not repeated', async () => {
    const { call, own } = setUp({ Description: 'old', EndDate: '2027-01-01T00:00:00Z' });
    const { Description, EndDate, ...rest } = own as Record<string, unknown>;
    await call('UpdateSchedule', { ...rest, Name: 'Reconcile', EndDate: START / 1_000 + 600 });

    const shown = await call('GetSchedule', { Name: 'Reconcile' });

    expect(shown.Description).toBeUndefined();
    expect(shown.EndDate).toBe(START / 1_000 + 600);
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    ['a schedule that does not exist', 'GetSchedule', { Name: 'x' }, 'ResourceNotFoundException'],
    ['to change one that does not exist', 'UpdateSchedule', { Name: 'x' }, 'ResourceNotFoundException'],
    ['no name', 'GetSchedule', {}, 'ValidationException'],
    [
      'a change that leaves the target out',
      'UpdateSchedule',
      { Name: 'Reconcile', ScheduleExpression: 'rate(1 day)' },
      'ValidationException',
    ],
    ['another group', 'UpdateSchedule', { ...everyFive, Name: 'Reconcile', GroupName: 'own' }, 'ValidationException'],
  ])('refuse %s', async (_, operation, input, code) => {
    await expect(setUp().call(operation, input)).rejects.toMatchObject({ code });
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
    expect(() => setUp(properties, target)).toThrow(message);
    expect(() => setUp(properties, target)).toThrow(/^Reconcile/);
  });
});
