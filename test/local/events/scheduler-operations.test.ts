import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND, START } from './events-set-up.ts';
import { everyFive, schedulerSetUp } from './scheduler-set-up.ts';

describe('GetSchedule and UpdateSchedule', () => {
  test('show a schedule as it was made', async () => {
    const { call } = schedulerSetUp({ StartDate: '2026-11-21T08:03:00Z', Description: 'reconciles' });

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
    const { call, until, minutes, own } = schedulerSetUp();
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
    const { call, until, minutes, own, clock } = schedulerSetUp();
    await until(5 * MINUTE - SECOND);
    clock.schedule(SECOND, 'update', async () => {
      await call('UpdateSchedule', { ...own, Name: 'Reconcile' });
    });

    await until(11 * MINUTE);

    expect(minutes()).toEqual([0, 5, 10]);
  });

  test('replace everything that is not repeated', async () => {
    const { call, own } = schedulerSetUp({ Description: 'old', EndDate: '2027-01-01T00:00:00Z' });
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
    await expect(schedulerSetUp().call(operation, input)).rejects.toMatchObject({ code });
  });
});
