import { describe, expect, test } from 'vitest';
import { parseScheduleExpression } from '../../../lib/local/events/schedule-expression.ts';

const base = Date.UTC(2026, 0, 1, 8, 0, 30);
const MINUTE = 60_000;

describe('a rate', () => {
  test.each([
    ['rate(1 minute)', MINUTE],
    ['rate(5 minutes)', 5 * MINUTE],
    ['rate(1 hour)', 60 * MINUTE],
    ['rate(2 days)', 2_880 * MINUTE],
  ])('%s counts from its base', (expression, interval) => {
    const { from, once } = parseScheduleExpression(expression, 'Europe/Berlin', base);

    expect(once).toBe(false);
    expect([from(0), from(base), from(base + 1), from(base + 10 * interval)]).toEqual([
      base,
      base,
      base + interval,
      base + 10 * interval,
    ]);
  });
});

describe('a single run', () => {
  test('is at a local time', () => {
    const { from, once } = parseScheduleExpression('at(2022-11-20T13:00:00)', 'America/Los_Angeles', base);
    const run = Date.UTC(2022, 10, 20, 21);

    expect(once).toBe(true);
    expect([from(0), from(run), from(run + 1)]).toEqual([run, run, undefined]);
  });
});

describe('a schedule is refused', () => {
  test.each([
    ['rate(0 minutes)', 'UTC', 'should be such as rate(5 minutes)'],
    ['rate(5 seconds)', 'UTC', 'should be such as rate(5 minutes)'],
    ['rate(1.5 hours)', 'UTC', 'should be such as rate(5 minutes)'],
    ['at(2026-01-31)', 'UTC', 'should be such as at(2026-01-31T03:17:00)'],
    ['at(2026-13-31T00:00:00)', 'UTC', 'should be such as at('],
    ['at(2026-03-29T02:30:00)', 'Europe/Berlin', 'is a time that the clocks skip'],
    ['cron(* * * * * *)', 'UTC', 'exactly one of day of month and day of week should be "?"'],
    ['cron(0 0 ? * 8 *)', 'UTC', 'day of week'],
    ['cron(61 0 * * ? *)', 'UTC', 'minute'],
    ['cron(0 0 30 2 ? *)', 'UTC', 'never runs'],
    ['cron(0 0 ? * 3#1,6#3 *)', 'UTC', 'day of week'],
    ['cron(0 0 * *)', 'UTC', 'fields'],
    ['every day', 'UTC', 'should be cron(…), rate(…) or at(…)'],
    ['cron(0 0 * * ? *)', 'Mars/Olympus', 'the time zone Mars/Olympus does not exist'],
  ])('%s in %s', (expression, zone, message) => {
    expect(() => parseScheduleExpression(expression, zone, base)).toThrow(message);
  });
});
