import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortestGapSeconds } from '../../../lib/domain/definition/run-gap.ts';
import { isTimeZone } from '../../../lib/domain/definition/time-zone.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

test.each([
  ['nightly', ['17 3 * * ? *'], DAY],
  ['weekly', ['0 2 ? * SUN *'], 7 * DAY],
  ['twice a day', ['0 2,14 * * ? *'], 12 * HOUR],
  ['twice a day, unevenly', ['0 2,8 * * ? *'], 6 * HOUR],
  ['around midnight', ['0 1,23 * * ? *'], 2 * HOUR],
  ['on working days', ['0 2 ? * MON-FRI *'], DAY],
  ['on Monday and Thursday', ['0 2 ? * MON,THU *'], 3 * DAY],
  ['monthly, with February in between', ['0 2 1 * ? *'], 28 * DAY],
  ['on the last and the first of the month', ['0 2 L * ? *', '0 2 1 * ? *'], DAY],
  ['every fifteen minutes', ['0/15 * * * ? *'], 900],
  ['every minute', ['* * * * ? *'], 60],
  ['nightly, and every Sunday an hour later', ['0 2 * * ? *', '0 3 ? * SUN *'], HOUR],
  ['nightly, and every Sunday at the same time', ['0 2 * * ? *', '0 2 ? * SUN *'], DAY],
  ['yearly', ['0 2 1 1 ? *'], 365 * DAY],
  ['on the 28th and the 1st, with a short February', ['0 2 1,28 * ? *'], DAY],
  ['only on leap days', ['0 2 29 2 ? *'], Number.POSITIVE_INFINITY],
  ['never', [], Number.POSITIVE_INFINITY],
])('%s leaves this time between two runs', (_, crons, seconds) => {
  const schedules = crons.map((cron) => ({ cron, timeZone: 'UTC' }));

  expect(shortestGapSeconds(schedules)).toBe(seconds);
});

test('the night before summer time is an hour shorter', () => {
  expect(shortestGapSeconds([{ cron: '17 3 * * ? *', timeZone: 'Europe/Berlin' }])).toBe(23 * HOUR);
  expect(shortestGapSeconds([{ cron: '17 3 * * ? *', timeZone: 'America/New_York' }])).toBe(23 * HOUR);
  expect(shortestGapSeconds([{ cron: '17 3 * * ? *', timeZone: 'Asia/Tokyo' }])).toBe(DAY);
});

test('schedules of several time zones are compared at the same clock', () => {
  const schedules = [
    { cron: '0 12 * * ? *', timeZone: 'UTC' },
    { cron: '0 18 * * ? *', timeZone: 'Asia/Kolkata' },
  ];

  expect(shortestGapSeconds(schedules)).toBe(HOUR / 2);
});

test('another schedule never lengthens the gap', () => {
  const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
  const schedule = time.map(({ hour, minute }) => ({ cron: `${minute} ${hour} * * ? *`, timeZone: 'UTC' }));
  fc.assert(
    fc.property(fc.array(schedule, { minLength: 1, maxLength: 3 }), schedule, (schedules, another) => {
      expect(shortestGapSeconds([...schedules, another])).toBeLessThanOrEqual(shortestGapSeconds(schedules));
    }),
    { numRuns: 20 },
  );
});

test.each([
  'UTC',
  'Europe/Berlin',
  'America/Argentina/Buenos_Aires',
  'Asia/Kolkata',
  'Asia/Calcutta',
  'Etc/GMT+5',
  'US/Eastern',
])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test.each(['', 'utc', 'europe/berlin', 'EUROPE/BERLIN', 'Europe/Bern', '+02:00', 'Mars/Olympus', 'Europe/Berlin '])(
  '"%s" is no time zone',
  (name) => {
    expect(isTimeZone(name)).toBe(false);
  },
);
