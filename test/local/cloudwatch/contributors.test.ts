import { describe, expect, test } from 'vitest';
import { cloudWatchAlarms } from '../../../lib/aws/cloudwatch-alarms.ts';
import { challengerErrorsQuery } from '../../../lib/constructs/monitoring/release-alarms.ts';
import { cloudWatchClient } from './cloudwatch-client.ts';
import { cloudWatchSetUp, MINUTE, START } from './cloudwatch-set-up.ts';

const properties = {
  AlarmName: 'challenger-errors',
  AlarmDescription: 'crashes',
  Metrics: [{ Id: 'q', Expression: challengerErrorsQuery('predict'), Period: 60, ReturnData: true }],
  Threshold: 5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  TreatMissingData: 'notBreaching',
};

function withAlarm(over: Record<string, unknown> = {}) {
  const runtime = cloudWatchSetUp();
  const { cloudWatch, put, events } = runtime;
  const resource = { logicalId: 'Challenger', name: 'challenger-errors', properties: { ...properties, ...over } };
  cloudWatch.alarms.putMetricAlarm(resource);
  const alarms = cloudWatchAlarms(cloudWatchClient(cloudWatch.operations));
  return {
    ...runtime,
    state: () => cloudWatch.alarms.get('challenger-errors')?.status.value,
    accused: () => alarms.readAccusedVersions('challenger-errors'),
    /** Errors of one version, by the minute after the start. */
    errors: (version: string, minutes: readonly number[], value = 5) => {
      const dimensions = { FunctionName: 'predict', Resource: 'predict:live', ExecutedVersion: version };
      for (const minute of minutes) {
        put(value, { namespace: 'AWS/Lambda', name: 'Errors', dimensions, time: START + minute * MINUTE });
      }
    },
    told: () =>
      events.map(({ time, 'detail-type': type, detail }) => [
        (Date.parse(time) - START) / MINUTE,
        type,
        JSON.stringify(detail.alarmContributor ?? null),
        (detail.state as { value: string }).value,
      ]),
  };
}

const CONTRIBUTOR = 'CloudWatch Alarm Contributor State Change';
const WHOLE = 'CloudWatch Alarm State Change';

describe('the alarm that tells function versions apart', () => {
  test('accuses the version that crashes and not the other', async () => {
    const { state, accused, errors, until } = withAlarm();
    errors('7', [0, 1, 2, 3], 0);
    errors('8', [1, 2]);

    await until(2);
    expect(await accused()).toEqual([]);
    await until(3);

    expect(state()).toBe('ALARM');
    expect(await accused()).toEqual(['8']);
  });

  test('tells of every contributor, also while it stays in ALARM as a whole', async () => {
    const { errors, until, told } = withAlarm();
    errors('7', [0, 1, 2]);
    errors('8', [2, 3]);
    await until(30);

    const seven = expect.stringContaining('"ExecutedVersion":"7"');
    const eight = expect.stringContaining('"ExecutedVersion":"8"');
    expect(told()).toEqual([
      [1, WHOLE, 'null', 'OK'],
      [2, CONTRIBUTOR, seven, 'ALARM'],
      [2, WHOLE, 'null', 'ALARM'],
      [4, CONTRIBUTOR, eight, 'ALARM'],
      [7, CONTRIBUTOR, seven, 'OK'],
      [8, CONTRIBUTOR, eight, 'OK'],
      [8, WHOLE, 'null', 'OK'],
    ]);
  });

  test('sees a version that did not exist when it was created', async () => {
    const { accused, errors, until } = withAlarm();
    await until(1_000);
    errors('12', [1_000, 1_001]);

    await until(1_002);

    expect(await accused()).toEqual(['12']);
  });

  test('a contributor may accuse, recover and accuse again', async () => {
    const { errors, until, told } = withAlarm();
    errors('7', [0, 1, 10, 11]);

    await until(30);

    const changes = told().filter(([, type]) => type === CONTRIBUTOR);
    expect(changes.map(([at, , , to]) => [at, to])).toEqual([
      [2, 'ALARM'],
      [6, 'OK'],
      [12, 'ALARM'],
      [16, 'OK'],
    ]);
  });

  test('the event names the version as AWS does', async () => {
    const { errors, until, events } = withAlarm();
    errors('8', [0, 1]);
    await until(2);

    expect(events[1]).toMatchObject({
      version: '0',
      source: 'aws.cloudwatch',
      'detail-type': CONTRIBUTOR,
      account: '111122223333',
      region: 'eu-central-1',
      time: '2026-11-21T08:02:00Z',
      resources: ['arn:aws:cloudwatch:eu-central-1:111122223333:alarm:challenger-errors'],
      detail: {
        alarmName: 'challenger-errors',
        alarmContributor: { id: expect.stringMatching(/^[0-9a-f]{16}$/), attributes: { ExecutedVersion: '8' } },
        state: { value: 'ALARM', timestamp: '2026-11-21T08:02:00.000+0000' },
        configuration: {
          description: 'crashes',
          metrics: [{ id: 'q', expression: challengerErrorsQuery('predict'), returnData: true, period: 60 }],
        },
      },
    });
    expect(events[1]?.detail).not.toHaveProperty('previousState');
    expect(events[2]?.detail.state).toMatchObject({ reason: '1 out of 1 time series evaluated to ALARM' });
  });

  test('with missing data missing has none when no version has any', async () => {
    const { state, errors, until } = withAlarm({ TreatMissingData: 'missing' });
    errors('7', [0], 0);

    await until(1);
    expect(state()).toBe('OK');
    await until(30);

    expect(state()).toBe('INSUFFICIENT_DATA');
  });

  test.each(['ignore', 'breaching', 'missing'])(
    'a version without data accuses no more, with missing data %s',
    async (treatment) => {
      const { errors, until, told, accused } = withAlarm({ TreatMissingData: treatment });
      errors('7', [0, 1, 2]);
      await until(2);
      expect(await accused()).toEqual(['7']);

      await until(30);

      expect(await accused()).toEqual([]);
      expect(
        told()
          .filter(([, type]) => type === CONTRIBUTOR)
          .at(-1),
      ).toEqual([8, CONTRIBUTOR, expect.any(String), 'OK']);
    },
  );

  test('keeps its contributors when it is changed', async () => {
    const { cloudWatch, errors, until, accused, told } = withAlarm();
    errors('7', [0, 1, 2, 3]);
    await until(2);
    const resource = {
      logicalId: 'Challenger',
      name: 'challenger-errors',
      properties: { ...properties, Threshold: 4 },
    };

    cloudWatch.alarms.putMetricAlarm(resource);

    expect(await accused()).toEqual(['7']);
    await until(3);
    expect(await accused()).toEqual(['7']);
    expect(told().map(([at, type]) => [at, type])).toEqual([
      [1, WHOLE],
      [2, CONTRIBUTOR],
      [2, WHOLE],
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['actions', { AlarmActions: ['arn:aws:sns:x:1:t'] }, 'actions of single contributors'],
    ['a period below a minute', { Metrics: [{ ...properties.Metrics[0], Period: 10 }] }, 'no periods below a minute'],
    ['a hidden query', { Metrics: [{ ...properties.Metrics[0], ReturnData: false }] }, 'should return data'],
    ['no period', { Metrics: [{ ...properties.Metrics[0], Period: undefined }] }, "'Period' should be a number"],
    ['other metrics beside it', { Metrics: [...properties.Metrics, { Id: 'e', Expression: 'q' }] }, 'other metrics'],
  ])('is refused with %s', (_, over, message) => {
    expect(() => withAlarm(over)).toThrow(message);
  });
});
