import { describe, expect, test } from 'vitest';
import { monitorEventSchema } from '../../lib/domain/steps/monitor.ts';
import { reconcileEventSchema } from '../../lib/domain/steps/reconcile.ts';
import { retrainRequestSchema } from '../../lib/domain/steps/retrain-request.ts';
import { bankMarketing, only, type Resource, synthesized, synthesizedWith } from './synthesized.ts';

const RETRAIN = '<Pipeline/RetrainWorkflow/Machine/StateMachine>';
const RECONCILE = '<Pipeline/Reconcile/Function.Arn>';

const weekly = synthesized().model.at('Pipeline/Schedules/Retrain-weekly');
const monitor = synthesized().model.at('Pipeline/Schedules/Monitor');
const reconcile = synthesized().model.at('Pipeline/Schedules/Reconcile');

/** What the target gets when the scheduler fires at that time. */
function inputOf({ properties }: Resource): unknown {
  const input: string = properties.Target.Input;
  return JSON.parse(input.replaceAll('<aws.scheduler.scheduled-time>', '2026-01-31T02:00:00Z'));
}

function schedulesOf(definition: object): readonly Resource[] {
  const { model } = synthesizedWith({ definitions: [{ ...bankMarketing, ...definition }] });
  return model.of('AWS::Scheduler::Schedule').filter(({ properties }) => properties.Target.Arn === RETRAIN);
}

test("the preset's schedule starts Retrain, Sundays at 02:00 UTC (S1-04)", () => {
  expect(weekly.properties).toMatchObject({
    ScheduleExpression: 'cron(0 2 ? * SUN *)',
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    Target: { Arn: RETRAIN },
  });
});

test('the reconciler runs every five minutes, without a machine in between', () => {
  expect(reconcile.properties).toMatchObject({
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
    Target: { Arn: RECONCILE },
  });
});

test('the monitor runs once a day, as the windows of drift are days, when the last one has been archived', () => {
  expect(monitor.properties).toMatchObject({
    ScheduleExpression: 'cron(15 1 * * ? *)',
    ScheduleExpressionTimezone: 'Etc/UTC',
    State: 'ENABLED',
    Target: { Arn: '<Pipeline/Monitor/Function.Arn>' },
  });
});

describe.each([
  ['retrain', weekly],
  ['reconcile', reconcile],
  ['monitor', monitor],
])('the schedule of %s', (_name, { properties }) => {
  test('fires on the minute', () => {
    expect(properties.FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
  });

  test('is not caught up after an hour, and what was not delivered is kept', () => {
    expect(properties.Target.RetryPolicy).toEqual({ MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 });
    expect(properties.Target.DeadLetterConfig).toEqual({ Arn: '<Pipeline/Undelivered.Arn>' });
  });

  test('says which due time it stands for', () => {
    expect(properties.Target.Input).toContain('"<aws.scheduler.scheduled-time>"');
  });

  test('has a role that may start its target and fill the queue, and nothing else', () => {
    const role = properties.Target.RoleArn.replace(/[<>]|\.Arn/g, '');
    const { Statement } = synthesized().model.at(`${role}/DefaultPolicy`).properties.PolicyDocument;
    const { AssumeRolePolicyDocument: trust } = synthesized().model.at(role).properties;

    expect(Statement).toHaveLength(2);
    expect([Statement[0].Resource].flat()).toContain(properties.Target.Arn);
    expect(Statement[1]).toMatchObject({ Action: 'sqs:SendMessage', Resource: '<Pipeline/Undelivered.Arn>' });
    expect(only<{ Condition: unknown }>(trust.Statement).Condition).toMatchObject({
      StringEquals: { 'aws:SourceAccount': '111122223333' },
    });
  });
});

test('Retrain understands what its schedule sends', () => {
  expect(retrainRequestSchema.parse(inputOf(weekly))).toMatchObject({
    mode: 'model',
    trigger: 'schedule',
    schedule: 'weekly',
    scheduledTime: '2026-01-31T02:00:00Z',
  });
});

test('the reconciler understands what its schedule sends', () => {
  expect(reconcileEventSchema.parse(inputOf(reconcile))).toEqual({ cause: 'schedule', time: '2026-01-31T02:00:00Z' });
});

test('the monitor understands what its schedule sends', () => {
  expect(monitorEventSchema.parse(inputOf(monitor))).toEqual({ cause: 'schedule', time: '2026-01-31T02:00:00Z' });
});

test('a definition may have schedules of its own, in five fields and in any time zone (S0-02, C-4)', () => {
  const schedules = [
    { name: 'nightly', cron: '30 2 * * *', timeZone: 'Europe/Berlin' },
    { name: 'noon', cron: '0 12 ? * MON-FRI *' },
  ];

  const [nightly, noon] = schedulesOf({ schedules, rollback: { probation: '6h' } });

  expect(nightly?.properties).toMatchObject({
    ScheduleExpression: 'cron(30 2 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
  });
  expect(noon?.properties).toMatchObject({
    ScheduleExpression: 'cron(0 12 ? * MON-FRI *)',
    ScheduleExpressionTimezone: 'UTC',
  });
  expect(inputOf(noon as Resource)).toMatchObject({ schedule: 'noon' });
});

test('a definition without schedules is retrained by hand and by alarms alone', () => {
  expect(schedulesOf({ schedules: [] })).toEqual([]);
});
