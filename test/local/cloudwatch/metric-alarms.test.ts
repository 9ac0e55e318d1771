import { describe, expect, test } from 'vitest';
import { cloudWatchSetUp, load, loadAlarm, MINUTE, START } from './cloudwatch-set-up.ts';

function withAlarm(properties: Record<string, unknown> = {}) {
  const runtime = cloudWatchSetUp();
  const resource = { logicalId: 'LoadAlarm', name: 'load-high', properties: { ...loadAlarm, ...properties } };
  runtime.cloudWatch.alarms.putMetricAlarm(resource);
  const state = () => runtime.cloudWatch.alarms.get('load-high')?.status.value;
  /** Values of the minutes after the start, one each. */
  const feed = (values: readonly (number | null)[], from = 0) => {
    for (const [index, value] of values.entries()) {
      if (value !== null) runtime.put(value, { time: START + (from + index) * MINUTE });
    }
  };
  return { ...runtime, state, feed };
}

describe('a metric alarm', () => {
  test('has insufficient data until it is evaluated the first time, at the next minute', async () => {
    const { state, until, events } = withAlarm();
    expect(state()).toBe('INSUFFICIENT_DATA');

    await until(0.99);
    expect(state()).toBe('INSUFFICIENT_DATA');
    await until(1);

    expect(state()).toBe('OK');
    expect(events).toHaveLength(1);
  });

  test('alarms at the end of the minute that makes up its count, and not before', async () => {
    const { state, until, feed } = withAlarm();
    feed([20, 5, 20]);

    await until(2.99);
    expect(state()).toBe('OK');
    await until(3);

    expect(state()).toBe('ALARM');
  });

  test('recovers when the breaches have left what it looks at', async () => {
    const { state, until, feed } = withAlarm();
    feed([20, 20, 5, 5]);

    await until(3);
    expect(state()).toBe('ALARM');
    await until(4);

    expect(state()).toBe('OK');
  });

  test('that nobody feeds any more goes back when its data are out of range', async () => {
    const { state, until, feed, log } = withAlarm();
    feed([20, 20]);

    await until(600);

    expect(state()).toBe('OK');
    const transitions = log.events().map(({ time, detail }) => [(time - START) / MINUTE, detail.from, detail.to]);
    expect(transitions).toEqual([
      [1, 'INSUFFICIENT_DATA', 'OK'],
      [2, 'OK', 'ALARM'],
      [6, 'ALARM', 'OK'],
    ]);
  });

  test('sees data that come in late', async () => {
    const { state, until, feed } = withAlarm();
    await until(3);
    feed([20, 20]);

    await until(3.5);
    expect(state()).toBe('OK');
    await until(4);

    expect(state()).toBe('ALARM');
  });

  test('on short periods is evaluated every ten seconds', async () => {
    const { state, clock, put } = withAlarm({ Period: 10 });
    const fine = { ...load, storageResolution: 1 } as const;
    for (const second of [10, 12, 25]) put(11, { ...fine, time: START + second * 1_000 });

    await clock.runUntil(START + 29_999);
    expect(state()).toBe('OK');
    await clock.runUntil(START + 30_000);

    expect(state()).toBe('ALARM');
  });

  test('on an hour looks at the last hours before every minute', async () => {
    const { state, until, put } = withAlarm({
      Period: 3_600,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      Statistic: 'Maximum',
      TreatMissingData: 'ignore',
    });
    put(20, { time: START + 30 * MINUTE });

    await until(30);
    expect(state()).toBe('INSUFFICIENT_DATA');
    await until(31);
    expect(state()).toBe('ALARM');
    put(5, { time: START + 100 * MINUTE });
    await until(101);
    expect(state()).toBe('OK');
    await until(1_000);
    expect(state()).toBe('OK');
  });

  test.each([
    ['missing', 'INSUFFICIENT_DATA'],
    ['ignore', 'ALARM'],
    ['breaching', 'ALARM'],
    ['notBreaching', 'OK'],
  ])('without any data, treated as %s, comes to %s', async (treatment, expected) => {
    const { state, until, feed } = withAlarm({ TreatMissingData: treatment });
    feed([20, 20, 20]);
    await until(3);
    expect(state()).toBe('ALARM');

    await until(30);

    expect(state()).toBe(expected);
  });

  test.each([
    ['GreaterThanThreshold', 10, 'OK'],
    ['GreaterThanOrEqualToThreshold', 10, 'ALARM'],
    ['LessThanThreshold', 10, 'OK'],
    ['LessThanOrEqualToThreshold', 10, 'ALARM'],
    ['LessThanThreshold', 9.9, 'ALARM'],
    ['GreaterThanThreshold', 10.1, 'ALARM'],
  ])('compares by %s: %d is %s', async (ComparisonOperator, value, expected) => {
    const { state, until, feed } = withAlarm({ ComparisonOperator });
    feed([value, value]);

    await until(2);

    expect(state()).toBe(expected);
  });

  test('on a percentile or an average does not look at sums', async () => {
    const average = withAlarm({ Statistic: 'Average' });
    const p99 = withAlarm({ Statistic: undefined, ExtendedStatistic: 'p99' });
    const mostlyOnes = Array.from({ length: 50 }, (_, index) => (index === 7 ? 100 : 1));
    for (const { feed } of [average, p99]) for (const value of mostlyOnes) feed([value, value]);

    await average.until(2);
    await p99.until(2);

    expect(average.state()).toBe('OK');
    expect(p99.state()).toBe('ALARM');
  });

  test('keeps its state when it is changed, and is evaluated anew', async () => {
    const { cloudWatch, state, until, feed } = withAlarm();
    feed([20, 20, 20]);
    await until(2);
    const properties = { ...loadAlarm, Threshold: 30 };

    cloudWatch.alarms.putMetricAlarm({ logicalId: 'LoadAlarm', name: 'load-high', properties });
    expect(state()).toBe('ALARM');
    await until(3);

    expect(state()).toBe('OK');
  });

  test('that is gone says no more', async () => {
    const { cloudWatch, until, feed, events, clock } = withAlarm();
    feed([20, 20, 20]);
    cloudWatch.alarms.remove('load-high');
    await until(30);
    feed([20], 30);

    expect(events).toEqual([]);
    expect(clock.nextDue()).toBeUndefined();
  });
});

describe('an alarm on metric math', () => {
  const metric = (id: string, name: string) => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: 'App', MetricName: name, Dimensions: [] },
      Period: 60,
      Stat: 'Sum',
    },
    ReturnData: false,
  });
  const rate = {
    Metrics: [
      { Id: 'expr_1', Expression: 'IF(n>=50, 100*k/n, 0)', ReturnData: true },
      metric('k', 'Errors'),
      metric('n', 'Requests'),
    ],
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  };

  test('alarms on the rate, and not where there are too few requests for one', async () => {
    const runtime = cloudWatchSetUp();
    const { alarms } = runtime.cloudWatch;
    alarms.putMetricAlarm({ logicalId: 'Rate', name: 'rate', properties: rate });
    const minute = (at: number, errors: number, requests: number) => {
      runtime.put(errors, { name: 'Errors', time: START + at * MINUTE });
      runtime.put(requests, { name: 'Requests', time: START + at * MINUTE });
    };
    for (const at of [0, 1, 2]) minute(at, 49, 49);
    for (const at of [3, 4]) minute(at, 6, 50);

    await runtime.until(4);
    expect(alarms.get('rate')?.status.value).toBe('OK');
    await runtime.until(5);

    expect(alarms.get('rate')?.status.value).toBe('ALARM');
  });
});

describe('what an alarm cannot be is refused with its logical id', () => {
  const metric = { Metric: { Namespace: 'App', MetricName: 'Load' }, Period: 60, Stat: 'Sum' };
  test.each<[string, Record<string, unknown>, string]>([
    ['a trimmed mean', { Statistic: undefined, ExtendedStatistic: 'tm90' }, 'the statistic tm90 is not simulated'],
    ['an anomaly band', { ComparisonOperator: 'GreaterThanUpperThreshold' }, "'ComparisonOperator' should be one of"],
    ['a unit', { Unit: 'Seconds' }, "'Unit' is not simulated"],
    ['another treatment', { TreatMissingData: 'guess' }, "'TreatMissingData' should be one of"],
    ['low samples', { EvaluateLowSampleCountPercentile: 'ignore' }, "'EvaluateLowSampleCountPercentile'"],
    ['no metric', { MetricName: undefined }, "'MetricName' should be a text"],
    ['a period of seven seconds', { Period: 7 }, "'Period' should be 1, 5, 10"],
    ['a period of a second', { Period: 1 }, "'Period' of an alarm should be 10 s or more"],
    [
      'a look back of three weeks',
      { Period: 604_800, EvaluationPeriods: 1, DatapointsToAlarm: 1 },
      'than metrics are kept',
    ],
    ['a look back of two days', { Period: 600, EvaluationPeriods: 288 }, 'at most 1 days'],
    ['more breaches than periods', { DatapointsToAlarm: 4 }, "'DatapointsToAlarm' should be from 1 to 3"],
    ['an action that is no topic', { AlarmActions: ['arn:aws:lambda:x'] }, 'the alarm action arn:aws:lambda:x'],
    ['an unknown function', { Metrics: [{ Id: 'e', Expression: 'RATE(m)' }] }, 'function RATE is not simulated'],
    ['a search', { Metrics: [{ Id: 'e', Expression: "SEARCH('x')" }] }, 'metric math does not know'],
    ['an unknown id', { Metrics: [{ Id: 'e', Expression: 'm + 1' }] }, "reads 'm', which is no query"],
    ['an expression of itself', { Metrics: [{ Id: 'e', Expression: 'e + 1' }] }, 'reads itself'],
    ['no metric in math', { Metrics: [{ Id: 'e', Expression: '1' }] }, 'should read a metric'],
    [
      'two results',
      {
        Metrics: [
          { Id: 'a', MetricStat: metric },
          { Id: 'b', MetricStat: metric },
        ],
      },
      'exactly one',
    ],
    [
      'the same id twice',
      {
        Metrics: [
          { Id: 'a', MetricStat: metric },
          { Id: 'a', MetricStat: metric },
        ],
      },
      'twice',
    ],
    ['neither', { Metrics: [{ Id: 'a' }] }, "either 'MetricStat' or 'Expression'"],
    ['a capital id', { Metrics: [{ Id: 'A', MetricStat: metric }] }, 'begin with a small letter'],
    ['another account', { Metrics: [{ Id: 'a', MetricStat: metric, AccountId: '1' }] }, "'AccountId' is not simulated"],
    [
      'two periods',
      {
        Metrics: [
          { Id: 'e', Expression: 'a + b' },
          { Id: 'a', MetricStat: metric, ReturnData: false },
          { Id: 'b', MetricStat: { ...metric, Period: 300 }, ReturnData: false },
        ],
      },
      'one period',
    ],
    [
      'another query',
      { Metrics: [{ Id: 'q', Expression: 'SELECT MAX(x) FROM "App"', Period: 60 }] },
      'Metrics Insights',
    ],
  ])('%s', (_, properties, message) => {
    expect(() => withAlarm(properties)).toThrow(message);
    expect(() => withAlarm(properties)).toThrow(/^LoadAlarm/);
  });

  test('both a single metric and several', () => {
    const properties = { Metrics: [{ Id: 'a', MetricStat: metric }] };
    expect(() => withAlarm(properties)).toThrow("LoadAlarm: 'Namespace' is not simulated");
  });
});
