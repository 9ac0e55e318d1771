import {
  DescribeAlarmContributorsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { cloudWatchAlarms } from '../../../lib/aws/cloudwatch-alarms.ts';
import { cloudWatchClient } from './cloudwatch-client.ts';
import { cloudWatchSetUp, loadAlarm, MINUTE, START } from './cloudwatch-set-up.ts';

function setUp() {
  const runtime = cloudWatchSetUp();
  const client = cloudWatchClient(runtime.cloudWatch.operations);
  const stat = (Stat: string, Period = 60, MetricName = 'Load') => ({
    Metric: { Namespace: 'App', MetricName },
    Period,
    Stat,
  });
  const query = (MetricDataQueries: MetricDataQuery[], over = {}) =>
    client.send(
      new GetMetricDataCommand({
        StartTime: new Date(START),
        EndTime: new Date(START + 10 * MINUTE),
        ScanBy: 'TimestampAscending',
        MetricDataQueries,
        ...over,
      }),
    );
  const feed = (values: readonly number[], name = 'Load') => {
    for (const [index, value] of values.entries()) runtime.put(value, { name, time: START + index * MINUTE });
  };
  return { ...runtime, client, stat, query, feed };
}

const minutesOf = (times: readonly Date[] = []) => times.map((time) => (time.getTime() - START) / MINUTE);

describe('GetMetricData', () => {
  test('answers each query with its points', async () => {
    const { query, stat, feed } = setUp();
    feed([1, 2, 3]);

    const { MetricDataResults, NextToken } = await query([
      { Id: 'a', MetricStat: stat('Sum') },
      { Id: 'none', Label: 'nothing', MetricStat: stat('Sum', 60, 'Other') },
    ]);

    expect(NextToken).toBeUndefined();
    expect(MetricDataResults).toMatchObject([
      { Id: 'a', Label: 'Load', Values: [1, 2, 3], StatusCode: 'Complete' },
      { Id: 'none', Label: 'nothing', Timestamps: [], Values: [], StatusCode: 'Complete' },
    ]);
    expect(minutesOf(MetricDataResults?.[0]?.Timestamps)).toEqual([0, 1, 2]);
  });

  test('scans from the newest on, unless asked otherwise', async () => {
    const { query, stat, feed } = setUp();
    feed([1, 2, 3]);

    const { MetricDataResults } = await query([{ Id: 'a', MetricStat: stat('Sum') }], { ScanBy: undefined });

    expect(MetricDataResults?.[0]?.Values).toEqual([3, 2, 1]);
  });

  test('leaves out the end, and what is hidden', async () => {
    const { query, stat, feed } = setUp();
    feed([1, 2, 3, 4]);

    const { MetricDataResults } = await query(
      [
        { Id: 'a', MetricStat: stat('Sum'), ReturnData: false },
        { Id: 'double', Expression: '2 * a' },
      ],
      { StartTime: new Date(START + MINUTE), EndTime: new Date(START + 3 * MINUTE) },
    );

    expect(MetricDataResults).toMatchObject([{ Id: 'double', Values: [4, 6] }]);
  });

  test('counts longer periods from the minute of the start', async () => {
    const { query, stat, feed } = setUp();
    feed([1, 2, 3, 4, 5, 6, 7]);

    const { MetricDataResults } = await query([{ Id: 'a', MetricStat: stat('Sum', 300) }], {
      StartTime: new Date(START + MINUTE + 1_000),
      EndTime: new Date(START + 7 * MINUTE),
    });

    expect(MetricDataResults?.[0]?.Values).toEqual([20, 7]);
    expect(minutesOf(MetricDataResults?.[0]?.Timestamps)).toEqual([1, 6]);
  });

  test('gives the rest on further pages, and says which series are not complete', async () => {
    const { query, stat, feed } = setUp();
    feed([1, 2, 3]);
    feed([10, 20], 'Other');
    const queries = [
      { Id: 'a', MetricStat: stat('Sum') },
      { Id: 'b', MetricStat: stat('Sum', 60, 'Other') },
    ];

    const first = await query(queries, { MaxDatapoints: 2 });
    const second = await query(queries, { MaxDatapoints: 2, NextToken: first.NextToken });
    const third = await query(queries, { MaxDatapoints: 2, NextToken: second.NextToken });

    const shown = [first, second, third].map(({ MetricDataResults }) =>
      MetricDataResults?.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]),
    );
    expect(shown).toEqual([
      [
        ['a', [1, 2], 'PartialData'],
        ['b', [], 'PartialData'],
      ],
      [
        ['a', [3], 'Complete'],
        ['b', [10], 'PartialData'],
      ],
      [
        ['a', [], 'Complete'],
        ['b', [20], 'Complete'],
      ],
    ]);
    expect(third.NextToken).toBeUndefined();
  });

  test('does not run out of memory on a long time without data', async () => {
    const { query, stat } = setUp();

    const answer = await query([{ Id: 'a', MetricStat: stat('Sum') }], { StartTime: new Date(0) });

    expect(answer.MetricDataResults?.[0]?.Values).toEqual([]);
  });

  test.each<[string, MetricDataQuery[], object, string]>([
    ['a span that ends before it starts', [], { EndTime: new Date(0) }, "'StartTime' should be before"],
    ['an empty span', [], { EndTime: new Date(START) }, "'StartTime' should be before"],
    ['a statistic that is not simulated', [{ Id: 'a', MetricStat: setUp().stat('tm99') }], {}, 'tm99 is not simulated'],
    ['a Metrics Insights query', [{ Id: 'a', Expression: 'SELECT SUM(x) FROM y' }], {}, 'expected the end'],
    ['options of labels', [], { LabelOptions: { Timezone: '+0100' } }, "'LabelOptions' is not simulated"],
    ['an expression without a metric', [{ Id: 'a', Expression: '1' }], {}, 'should read a metric'],
  ])('refuses %s', async (_, queries, over, message) => {
    await expect(setUp().query(queries, over)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  test('refuses a token that it did not give', async () => {
    const asked = setUp().query([], { NextToken: 'x' });
    await expect(asked).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });
});

describe('PutMetricData', () => {
  test('takes values, lists of values and their counts', async () => {
    const { client, query, stat } = setUp();
    const data = [
      { MetricName: 'Load', Value: 1, Timestamp: new Date(START), Unit: 'Count' as const },
      { MetricName: 'Load', Values: [2, 3], Counts: [2, 1] },
      { MetricName: 'Load', Values: [4], StorageResolution: 1 },
    ];
    await client.send(new PutMetricDataCommand({ Namespace: 'App', MetricData: data }));

    const { MetricDataResults } = await query([
      { Id: 'sum', MetricStat: stat('Sum') },
      { Id: 'count', MetricStat: stat('SampleCount') },
    ]);

    expect(MetricDataResults?.map(({ Values }) => Values)).toEqual([[12], [5]]);
  });

  test.each([
    ['statistic sets', { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } }],
    ['nothing', {}],
    ['fewer counts than values', { Values: [1, 2], Counts: [1] }],
  ])('refuses %s', async (_, of) => {
    const { client } = setUp();
    const command = new PutMetricDataCommand({ Namespace: 'App', MetricData: [{ MetricName: 'Load', ...of }] });

    await expect(client.send(command)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

function withAlarms(count = 3) {
  const runtime = setUp();
  const { alarms } = runtime.cloudWatch;
  for (let index = count; index > 0; index -= 1) {
    const name = `load-${String(index).padStart(3, '0')}`;
    const properties = { ...loadAlarm, AlarmDescription: 'load', MetricName: name };
    alarms.putMetricAlarm({ logicalId: name, name, properties });
  }
  alarms.putCompositeAlarm({ logicalId: 'Page', name: 'page', properties: { AlarmRule: 'ALARM("load-001")' } });
  return runtime;
}

describe('DescribeAlarms', () => {
  test('shows metric alarms with their properties and states, by their names', async () => {
    const { client, until, put } = withAlarms();
    for (const minute of [0, 1]) put(20, { name: 'load-001', time: START + minute * MINUTE });
    await until(2);

    const { MetricAlarms, CompositeAlarms } = await client.send(new DescribeAlarmsCommand({}));

    expect(CompositeAlarms).toEqual([]);
    expect(MetricAlarms?.map(({ AlarmName, StateValue }) => [AlarmName, StateValue])).toEqual([
      ['load-001', 'ALARM'],
      ['load-002', 'OK'],
      ['load-003', 'OK'],
    ]);
    expect(MetricAlarms?.[0]).toMatchObject({
      AlarmArn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:load-001',
      AlarmDescription: 'load',
      AlarmConfigurationUpdatedTimestamp: new Date(START),
      ActionsEnabled: true,
      AlarmActions: [],
      Dimensions: [],
      MetricName: 'load-001',
      Threshold: 10,
      StateReason: expect.stringContaining('Threshold Crossed'),
      StateUpdatedTimestamp: new Date(START + 2 * MINUTE),
      StateTransitionedTimestamp: new Date(START + 2 * MINUTE),
    });
  });

  test('shows composite alarms when they are asked for', async () => {
    const { client } = withAlarms();

    const all = await client.send(new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));

    expect(all.MetricAlarms).toHaveLength(3);
    expect(all.CompositeAlarms).toMatchObject([{ AlarmName: 'page', AlarmRule: 'ALARM("load-001")' }]);
  });

  test.each([
    [{ AlarmNames: ['load-002', 'nobody'] }, ['load-002']],
    [{ AlarmNamePrefix: 'load-00' }, ['load-001', 'load-002', 'load-003']],
    [{ AlarmNamePrefix: 'x' }, []],
    [{ StateValue: 'ALARM' as const }, []],
    [{ StateValue: 'INSUFFICIENT_DATA' as const, MaxRecords: 1 }, ['load-001']],
  ])('chooses by %o', async (input, expected) => {
    const { client } = withAlarms();

    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand(input));

    expect(MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(expected);
  });

  test('gives many alarms over pages to the adapter of the deployed system', async () => {
    const { client, until, cloudWatch } = withAlarms(103);
    await until(1);
    const names = cloudWatch.alarms.list().map(({ configuration }) => configuration.name);

    const states = await cloudWatchAlarms(client).readStates([...names, 'nobody']);

    expect(Object.keys(states).sort()).toEqual(names.sort());
    expect(states.page).toBe('OK');
  });

  test('refuses what it does not simulate', async () => {
    const { client } = withAlarms();
    const parents = client.send(new DescribeAlarmsCommand({ ParentsOfAlarmName: 'page' }));
    const names = Array.from({ length: 101 }, (_, index) => `a${index}`);

    await expect(parents).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client.send(new DescribeAlarmsCommand({ AlarmNames: names }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('DescribeAlarmContributors', () => {
  test.each([
    ['nobody', 'ResourceNotFoundException', 'Unknown alarm nobody'],
    ['load-001', 'ValidationException', 'Alarm load-001 is not a multi time series alarm'],
    ['page', 'ValidationException', 'Alarm page is not a multi time series alarm'],
  ])('of %s is a %s', async (AlarmName, name, message) => {
    const { client } = withAlarms();

    const asked = client.send(new DescribeAlarmContributorsCommand({ AlarmName }));

    await expect(asked).rejects.toMatchObject({ name, message });
  });
});
