import { describe, expect, test } from 'vitest';
import { MetricsIncomplete } from '../../lib/domain/ports/adapter-errors.ts';
import { minute } from '../domain/ledger/ledger-samples.ts';
import { cloudWatch } from './cloudwatch-set-up.ts';
import { sampleMinute } from './release-metrics-contract.ts';
import { cloudWatchProtocol } from './wire/cloudwatch-wire.ts';
import { errorAnswer, ServiceError } from './wire/json-wire.ts';
import type { Interruption } from './wire/wire.ts';

const query = {
  modelName: 'churn',
  functionName: 'predict',
  functionVersion: '7',
  from: minute(0),
  to: minute(60),
};
const counters = ['invocations', 'errors', 'answers', 'badAnswers', 'slowAnswers', 'labelledAnswers', 'wrongAnswers'];

const answerWith =
  (body: object): Interruption =>
  () =>
    Promise.resolve({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(body),
    });

function result(Id: string, details: object = {}) {
  return { Id, Timestamps: [], Values: [], StatusCode: 'Complete', ...details };
}

describe('metrics', () => {
  test('one request asks for all five counters by their dimensions', async () => {
    const { metrics, wire } = await cloudWatch();

    await metrics.readMinutes(query);

    expect(wire.requests).toHaveLength(1);
    const { MetricDataQueries, StartTime, EndTime } = JSON.parse(wire.requests[0]?.body.toString() ?? '');
    expect([StartTime, EndTime]).toEqual([Date.parse(minute(0)) / 1000, Date.parse(minute(60)) / 1000]);
    expect(MetricDataQueries.map(({ Id }: { Id: string }) => Id)).toEqual(counters);
    expect(MetricDataQueries[1].MetricStat).toEqual({
      Metric: {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [
          { Name: 'FunctionName', Value: 'predict' },
          { Name: 'Resource', Value: 'predict:live' },
          { Name: 'ExecutedVersion', Value: '7' },
        ],
      },
      Period: 60,
      Stat: 'Sum',
    });
    expect(MetricDataQueries[3].MetricStat.Metric).toEqual({
      Namespace: 'Ratchet',
      MetricName: 'BadAnswers',
      Dimensions: [
        { Name: 'service', Value: 'ratchet' },
        { Name: 'model', Value: 'churn' },
        { Name: 'functionVersion', Value: '7' },
      ],
    });
  });

  test('an empty stretch of time asks for nothing', async () => {
    const { metrics, wire } = await cloudWatch();

    expect(await metrics.readMinutes({ ...query, to: query.from })).toEqual([]);
    expect(wire.requests).toHaveLength(0);
  });

  test('pages are put together', async () => {
    const { metrics, recorded, wire } = await cloudWatch();
    for (const at of [1, 2, 3]) recorded.push(sampleMinute(at, { invocations: at, errors: 1, answers: at - 1 }));

    const minutes = await metrics.readMinutes(query);

    expect(wire.requests).toHaveLength(3);
    expect(minutes).toMatchObject([
      { invocations: 1, errors: 1, answers: 0 },
      { invocations: 2, errors: 1, answers: 1 },
      { invocations: 3, errors: 1, answers: 2 },
    ]);
  });

  test.each([
    ['a counter stays partial', counters.map((Id) => result(Id, Id === 'errors' ? { StatusCode: 'PartialData' } : {}))],
    ['a counter failed', counters.map((Id) => result(Id, Id === 'errors' ? { StatusCode: 'InternalError' } : {}))],
    ['a counter may not be read', counters.map((Id) => result(Id, { StatusCode: 'Forbidden' }))],
    ['a counter is not in the answer', counters.slice(1).map((Id) => result(Id))],
    ['a counter comes with a remark', counters.map((Id) => result(Id, { Messages: [{ Code: 'Warn', Value: 'hm' }] }))],
  ])('nothing is counted when %s', async (_, MetricDataResults) => {
    const { metrics, wire } = await cloudWatch();
    wire.interrupt(answerWith({ MetricDataResults }));

    await expect(metrics.readMinutes(query)).rejects.toThrow(MetricsIncomplete);
  });

  test('nothing is counted when the whole answer comes with a remark', async () => {
    const { metrics, wire } = await cloudWatch();
    const Messages = [{ Code: 'ArchitectureError', Value: 'too many metrics' }];
    wire.interrupt(answerWith({ MetricDataResults: counters.map((Id) => result(Id)), Messages }));

    await expect(metrics.readMinutes(query)).rejects.toThrow('ArchitectureError: too many metrics');
  });

  test('an answer without results is not taken for silence', async () => {
    const { metrics, wire } = await cloudWatch();
    wire.interrupt(answerWith({}));

    await expect(metrics.readMinutes(query)).rejects.toThrow(MetricsIncomplete);
  });
});

describe('alarms', () => {
  test('both kinds are asked for, by name, a hundred at a time', async () => {
    const { alarms, existing, wire } = await cloudWatch();
    existing.set('alarm-1', { state: 'OK' });

    await alarms.readStates(Array.from({ length: 101 }, (_, index) => `alarm-${index}`));

    const inputs = wire.requests.map(({ body }) => JSON.parse(body.toString()));
    expect(inputs.map(({ AlarmNames }) => AlarmNames.length)).toEqual([100, 1]);
    expect(inputs[0].AlarmTypes).toEqual(['MetricAlarm', 'CompositeAlarm']);
  });

  test('an accused contributor without a version is not passed over', async () => {
    const { alarms, existing } = await cloudWatch();
    existing.set('errors', { state: 'ALARM', accused: ['7', ''] });

    await expect(alarms.readAccusedVersions('errors')).rejects.toThrow(/should group by ExecutedVersion/);
  });

  test('a throttled call is tried again', async () => {
    const { alarms, existing, wire } = await cloudWatch();
    existing.set('errors', { state: 'ALARM', accused: ['7'] });
    const throttled = errorAnswer(cloudWatchProtocol, new ServiceError('ThrottlingException', 'Rate exceeded'));
    wire.interrupt(() => Promise.resolve(throttled), 3);

    expect(await alarms.readAccusedVersions('errors')).toEqual(['7']);
  });
});
