import { describe, expect, test } from 'vitest';
import { parseScheduleExpression } from '../../../lib/local/events/schedule-expression.ts';

/** The first runs after a time, in UTC to the minute. */
function runs(cron: string, zone: string, after: string, count: number): string[] {
  const { from } = parseScheduleExpression(`cron(${cron})`, zone, 0);
  const times: string[] = [];
  for (let time = from(Date.parse(`${after}Z`)); time !== undefined && times.length < count; time = from(time + 1)) {
    times.push(new Date(time).toISOString().slice(0, 16));
  }
  return times;
}

describe('a cron in UTC runs', () => {
  test.each([
    ['0 10 * * ? *', '2026-01-01T10:01', ['2026-01-02T10:00', '2026-01-03T10:00']],
    ['0 18 ? * MON-FRI *', '2026-01-01T00:00', ['2026-01-01T18:00', '2026-01-02T18:00', '2026-01-05T18:00']],
    ['0 8 1 * ? *', '2026-01-15T00:00', ['2026-02-01T08:00', '2026-03-01T08:00']],
    ['0/15 * * * ? *', '2026-01-01T23:31', ['2026-01-01T23:45', '2026-01-02T00:00']],
    ['1/10 * * * ? *', '2026-01-01T00:00', ['2026-01-01T00:01', '2026-01-01T00:11', '2026-01-01T00:21']],
    [
      '0/30 8-9 ? * 2-6 *',
      '2026-01-02T08:30',
      ['2026-01-02T08:30', '2026-01-02T09:00', '2026-01-02T09:30', '2026-01-05T08:00'],
    ],
    ['0 9 ? * 2#1 *', '2026-01-01T00:00', ['2026-01-05T09:00', '2026-02-02T09:00']],
    ['0 9 ? * 3#2 *', '2026-01-01T00:00', ['2026-01-13T09:00', '2026-02-10T09:00']],
    ['0 9 ? * FRI#5 *', '2026-01-01T00:00', ['2026-01-30T09:00', '2026-05-29T09:00']],
    ['15 10 ? * 6L 2022-2023', '2022-12-01T00:00', ['2022-12-30T10:15', '2023-01-27T10:15']],
    ['15 10 ? * 6L 2022-2023', '2023-12-01T00:00', ['2023-12-29T10:15']],
    ['0 0 L * ? *', '2027-12-31T00:01', ['2028-01-31T00:00', '2028-02-29T00:00']],
    ['0 0 ? * L *', '2026-01-01T00:00', ['2026-01-03T00:00', '2026-01-10T00:00']],
    ['0 0 15W * ? *', '2026-08-01T00:00', ['2026-08-14T00:00', '2026-09-15T00:00']],
    ['0 0 1W * ? *', '2026-07-02T00:00', ['2026-08-03T00:00', '2026-09-01T00:00']],
    ['0 0 31W * ? *', '2026-05-01T00:00', ['2026-05-29T00:00', '2026-07-31T00:00']],
    ['0 0 29 FEB ? *', '2026-01-01T00:00', ['2028-02-29T00:00', '2032-02-29T00:00']],
    [
      '5,50 3,4 ? JAN,jun SUN,WED 2026',
      '2026-01-04T03:50',
      ['2026-01-04T03:50', '2026-01-04T04:05', '2026-01-04T04:50', '2026-01-07T03:05'],
    ],
    ['17 3 * * ?', '2026-01-01T03:17', ['2026-01-01T03:17', '2026-01-02T03:17']],
    ['0 0 1 1 ? 2199', '2026-01-01T00:00', ['2199-01-01T00:00']],
    ['0 0 1 1 ? 2020', '2026-01-01T00:00', []],
    ['0 2 ? * SUN *', '2026-11-21T08:00', ['2026-11-22T02:00', '2026-11-29T02:00']],
  ])('%s from %s', (cron, after, expected) => {
    expect(runs(cron, 'UTC', after, expected.length || 1)).toEqual(expected);
  });
});

describe('where clocks change', () => {
  test.each([
    [
      'a time skipped in spring is not run, north',
      '30 2 * * ? *',
      'Europe/Berlin',
      '2026-03-28T00:00',
      ['2026-03-28T01:30', '2026-03-30T00:30', '2026-03-31T00:30'],
    ],
    [
      'a time shown twice in autumn is run the first time, north',
      '30 2 * * ? *',
      'Europe/Berlin',
      '2026-10-24T00:00',
      ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'a time skipped in spring is not run, south',
      '30 2 * * ? *',
      'Australia/Sydney',
      '2026-10-02T00:00',
      ['2026-10-02T16:30', '2026-10-04T15:30'],
    ],
    [
      'a time shown twice in autumn is run the first time, south',
      '30 2 * * ? *',
      'Australia/Sydney',
      '2026-04-04T00:00',
      ['2026-04-04T15:30', '2026-04-05T16:30'],
    ],
    [
      'the example of AWS is skipped in spring',
      '30 2 * * ? *',
      'America/Los_Angeles',
      '2026-03-07T00:00',
      ['2026-03-07T10:30', '2026-03-09T09:30'],
    ],
    [
      'a time between is at its new place at once',
      '0 3 * * ? *',
      'Europe/Berlin',
      '2026-03-28T00:00',
      ['2026-03-28T02:00', '2026-03-29T01:00', '2026-03-30T01:00'],
    ],
    [
      'the whole repeated hour is left out',
      '0/20 * * * ? *',
      'Europe/Berlin',
      '2026-10-25T00:00',
      ['2026-10-25T00:00', '2026-10-25T00:20', '2026-10-25T00:40', '2026-10-25T02:00', '2026-10-25T02:20'],
    ],
    [
      'the whole skipped hour is left out',
      '0/30 * * * ? *',
      'Europe/Berlin',
      '2026-03-29T00:00',
      ['2026-03-29T00:00', '2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30'],
    ],
    [
      'half an hour may be skipped',
      '15 2 * * ? *',
      'Australia/Lord_Howe',
      '2026-10-02T00:00',
      ['2026-10-02T15:45', '2026-10-04T15:15'],
    ],
    [
      'half an hour may be repeated',
      '45 1 * * ? *',
      'Australia/Lord_Howe',
      '2026-04-04T00:00',
      ['2026-04-04T14:45', '2026-04-05T15:15'],
    ],
    [
      'midnight may be skipped',
      '0 0 * * ? *',
      'Africa/Cairo',
      '2026-04-22T00:00',
      ['2026-04-22T22:00', '2026-04-24T21:00'],
    ],
    [
      'the day is that of the zone',
      '0 0 ? * MON *',
      'Pacific/Auckland',
      '2026-01-01T00:00',
      ['2026-01-04T11:00', '2026-01-11T11:00'],
    ],
    ['odd offsets count', '0 12 * * ? *', 'Asia/Kathmandu', '2026-01-01T00:00', ['2026-01-01T06:15']],
  ])('%s', (_, cron, zone, after, expected) => {
    expect(runs(cron, zone, after, expected.length)).toEqual(expected);
  });
});

test('asked within the repeated hour, nothing of its first showing comes back', () => {
  expect(runs('0/20 * * * ? *', 'Europe/Berlin', '2026-10-25T01:10', 2)).toEqual([
    '2026-10-25T02:00',
    '2026-10-25T02:20',
  ]);
});

/** Every run of a span, found by looking at each minute's local time; a local time that was there before is no run. */
function minuteByMinute(minute: number, hours: readonly number[], zone: string, from: number, to: number): number[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const seen = new Set<string>();
  const found: number[] = [];
  for (let time = from; time < to; time += 60_000) {
    const local = format.format(time);
    const [hour = 0, past = 0] = local.slice(11).split(':').map(Number);
    if (past % minute === 0 && hours.includes(hour) && !seen.has(local)) found.push(time);
    seen.add(local);
  }
  return found;
}

describe('every run of two weeks around a change is found', () => {
  test.each([
    ['Europe/Berlin', '2026-03-22'],
    ['Europe/Berlin', '2026-10-18'],
    ['America/New_York', '2026-10-25'],
    ['Australia/Sydney', '2026-03-29'],
    ['Australia/Lord_Howe', '2026-09-27'],
    ['America/Santiago', '2026-04-01'],
    ['Asia/Kolkata', '2026-04-01'],
  ])('%s from %s', (zone, day) => {
    const [from, to] = [Date.parse(day), Date.parse(day) + 14 * 86_400_000];
    const { from: next } = parseScheduleExpression('cron(0/20 0-3 * * ? *)', zone, 0);
    const found: number[] = [];
    for (let time = next(from); time !== undefined && time < to; time = next(time + 1)) found.push(time);

    expect(found).toEqual(minuteByMinute(20, [0, 1, 2, 3], zone, from, to));
  });
});
