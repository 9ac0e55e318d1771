import { describe, expect, test } from 'vitest';
import { metricKey, schemaKey } from '../../../lib/local/cloudwatch/metric-datum.ts';
import { MINUTE } from '../../../lib/local/cloudwatch/metric-series.ts';
import { MetricStore } from '../../../lib/local/cloudwatch/metric-store.ts';

const DAY = 1_440 * MINUTE;
const base = { namespace: 'App', name: 'Load', dimensions: { a: '1' }, storageResolution: 60 } as const;

function storeAt(time: { now: number }) {
  return new MetricStore(() => time.now);
}

describe('the metric store', () => {
  test('values of a minute are put together, whatever order they come in', () => {
    const store = storeAt({ now: 0 });
    for (const time of [0, 59_999, 180_000, 60_000, 119_000, 1]) store.put({ ...base, value: 1, time });

    const values = store.find(base)?.values('Sum', { from: 0, period: MINUTE, count: 5 });

    expect(values).toEqual([3, 2, undefined, 1, undefined]);
  });

  test('longer periods are put together from minutes', () => {
    const store = storeAt({ now: 0 });
    for (const minute of [0, 1, 4, 7]) store.put({ ...base, value: minute, time: minute * MINUTE });

    const values = store.find(base)?.values('Maximum', { from: 0, period: 5 * MINUTE, count: 2 });

    expect(values).toEqual([4, 7]);
  });

  test('percentiles of longer periods look at every value', () => {
    const store = storeAt({ now: 0 });
    for (const [minute, value] of [1, 2, 2, 9, 9].entries()) store.put({ ...base, value, time: minute * MINUTE });

    const periods = { from: 0, period: 5 * MINUTE, count: 1 };

    expect([40, 60, 61].map((percentile) => store.find(base)?.values({ percentile }, periods))).toEqual([
      [2],
      [2],
      [9],
    ]);
  });

  test('seconds can be told apart where they were asked for, and nowhere else', () => {
    const store = storeAt({ now: 0 });
    const fine = { ...base, name: 'Fine', storageResolution: 1 } as const;
    for (const datum of [fine, base]) for (const time of [5_000, 15_000]) store.put({ ...datum, value: 1, time });
    const tens = { from: 0, period: 10_000, count: 3 };

    expect(store.find(fine)?.values('Sum', tens)).toEqual([1, 1, undefined]);
    expect(store.find(base)?.values('Sum', tens)).toEqual([2, undefined, undefined]);
    expect(store.find(fine)?.values('Sum', { from: 0, period: MINUTE, count: 1 })).toEqual([2]);
  });

  test('another set of dimensions is another metric, in whatever order they are named', () => {
    const store = storeAt({ now: 0 });
    store.put({ ...base, dimensions: { a: '1', b: '2' }, value: 1, time: 0 });

    expect(store.find({ ...base, dimensions: { b: '2', a: '1' } })).toBeDefined();
    expect(store.find({ ...base, dimensions: { a: '1' } })).toBeUndefined();
    expect(store.find({ ...base, dimensions: {} })).toBeUndefined();
  });

  test('listeners hear of their metric or their schema only, until they stop', () => {
    const store = storeAt({ now: 0 });
    const heard: string[] = [];
    const stop = store.listen(metricKey(base), (time) => heard.push(`metric ${time}`));
    store.listen(schemaKey('App', 'Load', ['a']), (time) => heard.push(`schema ${time}`));
    store.put({ ...base, value: 1, time: 1 });
    store.put({ ...base, dimensions: { a: '2' }, value: 1, time: 2 });
    store.put({ ...base, dimensions: {}, value: 1, time: 3 });
    stop();
    store.put({ ...base, value: 1, time: 4 });

    expect(heard).toEqual(['metric 1', 'schema 1', 'schema 2', 'schema 4']);
  });

  test('what is older than fifteen days is dropped, and a metric that has nothing else', () => {
    const time = { now: 0 };
    const store = storeAt(time);
    const old = { ...base, name: 'Old' };
    store.put({ ...old, value: 1, time: 0 });
    store.put({ ...base, value: 1, time: 0 });
    store.put({ ...base, value: 1, time: 2 * DAY });
    time.now = 16 * DAY;
    store.put({ ...base, value: 1, time: time.now });

    const values = store.find(base)?.values('Sum', { from: 0, period: DAY, count: 17 });

    expect(store.find(old)).toBeUndefined();
    expect(store.ofSchema(schemaKey('App', 'Old', ['a']))).toEqual([]);
    expect(values?.flatMap((value, day) => (value === undefined ? [] : [day]))).toEqual([2, 16]);
  });

  test('a year of minutes leaves no more than sixteen days of them', () => {
    const time = { now: 0 };
    const store = storeAt(time);
    for (let minute = 0; minute < 60 * 1_440; minute += 1) {
      time.now = minute * MINUTE;
      store.put({ ...base, value: 1, time: time.now });
    }

    const kept = store.find(base)?.buckets(MINUTE, 0, Number.POSITIVE_INFINITY).length ?? 0;

    expect(kept).toBeGreaterThan(15 * 1_440);
    expect(kept).toBeLessThanOrEqual(16 * 1_440);
  });

  test('a value that is no number is a defect', () => {
    const store = storeAt({ now: 0 });
    expect(() => store.put({ ...base, value: Number.NaN, time: 0 })).toThrow('should have a finite value');
  });
});
