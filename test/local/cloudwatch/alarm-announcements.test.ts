import { describe, expect, test } from 'vitest';
import { cloudWatchSetUp, loadAlarm, MINUTE, START } from './cloudwatch-set-up.ts';

const [people, robots] = [
  'arn:aws:sns:eu-central-1:111122223333:people',
  'arn:aws:sns:eu-central-1:111122223333:robots',
];
const full = {
  ...loadAlarm,
  AlarmDescription: 'too much load',
  Dimensions: [{ Name: 'service', Value: 'app' }],
  AlarmActions: [people, robots],
  OKActions: [people],
  Tags: [{ Key: 'a', Value: 'b' }],
};

async function afterAlarm(properties: Record<string, unknown> = {}) {
  const runtime = cloudWatchSetUp();
  runtime.cloudWatch.alarms.putMetricAlarm({
    logicalId: 'Load',
    name: 'load-high',
    properties: { ...full, ...properties },
  });
  for (const minute of [0, 1]) {
    runtime.put(minute === 0 ? 20 : 30.5, { dimensions: { service: 'app' }, time: START + minute * MINUTE });
  }
  await runtime.until(2);
  return runtime;
}

describe('a change of an alarm', () => {
  test('is an event in the shape of AWS', async () => {
    const { events } = await afterAlarm();

    expect(events[1]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '111122223333',
      time: '2026-11-21T08:02:00Z',
      region: 'eu-central-1',
      resources: ['arn:aws:cloudwatch:eu-central-1:111122223333:alarm:load-high'],
      detail: {
        alarmName: 'load-high',
        configuration: {
          description: 'too much load',
          metrics: [
            {
              id: 'm1',
              metricStat: {
                metric: { namespace: 'App', name: 'Load', dimensions: { service: 'app' } },
                period: 60,
                stat: 'Sum',
              },
              returnData: true,
            },
          ],
        },
        state: {
          value: 'ALARM',
          timestamp: '2026-11-21T08:02:00.000+0000',
          reason:
            'Threshold Crossed: 2 out of the last 2 datapoints [30.5 (21/11/26 08:01:00), 20.0 (21/11/26 08:00:00)] ' +
            'were greater than the threshold (10.0) (minimum 2 datapoints for OK -> ALARM transition).',
          reasonData: expect.stringContaining('"recentDatapoints":[20,30.5],"threshold":10'),
        },
        previousState: expect.objectContaining({ value: 'OK' }),
      },
    });
  });

  test('acts through the topics of its new state', async () => {
    const { actions, until } = await afterAlarm();
    await until(30);

    expect(actions.map(({ actionArn, subject }) => [actionArn, subject])).toEqual([
      [people, 'OK: "load-high" in EU (Frankfurt)'],
      [people, 'ALARM: "load-high" in EU (Frankfurt)'],
      [robots, 'ALARM: "load-high" in EU (Frankfurt)'],
      [people, 'OK: "load-high" in EU (Frankfurt)'],
    ]);
    expect(JSON.parse(actions[1]?.message ?? '')).toMatchObject({
      AlarmName: 'load-high',
      AlarmDescription: 'too much load',
      AWSAccountId: '111122223333',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      AlarmActions: [people, robots],
      Trigger: { MetricName: 'Load', Namespace: 'App', Statistic: 'Sum', Period: 60, Threshold: 10 },
    });
  });

  test('is an event but no action while actions are off', async () => {
    const { actions, events } = await afterAlarm({ ActionsEnabled: false });

    expect(actions).toEqual([]);
    expect(events).toHaveLength(2);
  });

  test('is logged with its reason, and evaluations that change nothing are not', async () => {
    const { log, until } = await afterAlarm({ TreatMissingData: 'ignore' });
    await until(600);

    expect(log.events().map(({ type, detail }) => [type, detail.alarm, detail.from, detail.to])).toEqual([
      ['alarm-changed', 'load-high', 'INSUFFICIENT_DATA', 'ALARM'],
    ]);
  });

  test('says the same in every run', async () => {
    const [one, other] = [await afterAlarm(), await afterAlarm()];

    expect(other.log.text()).toBe(one.log.text());
    expect(other.events).toEqual(one.events);
  });

  test.each([
    [
      'notBreaching',
      'no datapoints were received for 2 periods and 2 missing datapoints were treated as [NonBreaching]',
    ],
    ['missing', 'Insufficient Data: 3 datapoints were unknown.'],
  ])('for want of data says so (%s)', async (TreatMissingData, reason) => {
    const { cloudWatch, until } = await afterAlarm({ TreatMissingData });

    await until(30);

    expect(cloudWatch.alarms.get('load-high')?.status.reason).toContain(reason);
  });
});
