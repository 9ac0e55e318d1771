import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAwsCron } from '../../../lib/domain/definition/aws-cron.ts';
import { readCron } from '../../../lib/domain/definition/cron.ts';
import { DAY_MILLISECONDS, runsOn } from '../../../lib/domain/definition/cron-days.ts';

describe('a five-field unix cron', () => {
  test.each([
    ['17 3 * * *', '17 3 * * ? *'], // S0-01
    ['30 2 * * *', '30 2 * * ? *'], // S0-02
    ['0 2 * * 0', '0 2 ? * SUN *'], // S1-04, S4-38
    ['0 0 * * 0', '0 0 ? * SUN *'], // S2-04, S3-22
    ['0 2 * * 7', '0 2 ? * SUN *'],
    ['0 2 * * sun', '0 2 ? * SUN *'],
    ['0 2 * * 1', '0 2 ? * MON *'],
    ['0 2 * * 6', '0 2 ? * SAT *'],
    ['0 2 * * 1-5', '0 2 ? * MON-FRI *'],
    ['0 2 * * 5-7', '0 2 ? * SUN,FRI,SAT *'],
    ['0 2 * * 0,6', '0 2 ? * SUN,SAT *'],
    ['0 2 * * */2', '0 2 ? * SUN,TUE,THU,SAT *'],
    ['0 2 * * 1-7/2', '0 2 ? * SUN,MON,WED,FRI *'],
    ['0 2 * * 0-6', '0 2 ? * * *'],
    ['0 2 1 * *', '0 2 1 * ? *'],
    ['0 2 1,15 * *', '0 2 1,15 * ? *'],
    ['0 2 */2 * *', '0 2 1/2 * ? *'],
    ['0 2 1 jan,jul *', '0 2 1 1,7 ? *'],
    ['0 2 1 */3 *', '0 2 1 1/3 ? *'],
    ['*/15 * * * *', '0/15 * * * ? *'],
    ['*/1 * * * *', '* * * * ? *'],
    ['5-59/15 * * * *', '5,20,35,50 * * * ? *'],
    ['0 8-17 * * *', '0 8-17 * * ? *'],
    ['0 8-10,14-16 * * *', '0 8-10,14-16 * * ? *'],
    ['07 03 * * *', '7 3 * * ? *'],
    ['  17   3 * *  * ', '17 3 * * ? *'],
  ])('%s becomes %s', (unix, aws) => {
    expect(readCron(unix)).toEqual({ cron: aws });
  });

  test.each([
    ['60 3 * * *', 'the minute "60" is not from 0 to 59'],
    ['10-60 3 * * *', 'the minute "10-60" is not from 0 to 59'],
    ['17 24 * * *', 'the hour "24" is not from 0 to 23'],
    ['17 3 0 * *', 'the day of month "0" is not from 1 to 31'],
    ['17 3 * 13 *', 'the month "13" is not from 1 to 12 or JAN to DEC'],
    ['17 3 * * 8', 'the day of week "8" is not from 0 to 7 or SUN to SAT'],
    ['17 3 * * MONDAY', 'the day of week "MONDAY" is not from 0 to 7 or SUN to SAT'],
    ['17 3 * * FRI-MON', 'the range of the day of week "FRI-MON" should rise'],
    ['17 5-3 * * *', 'the range of the hour "5-3" should rise'],
    ['*/0 3 * * *', 'the step of the minute should be from 1 to 59'],
    ['*/60 3 * * *', 'the step of the minute should be from 1 to 59'],
    ['5/15 3 * * *', 'the minute "5/15" has a step that this form of cron does not know'],
    ['-1 3 * * *', 'the minute "-1" is not a value, range or step'],
    ['1,, 3 * * *', 'the minute "" is not a value, range or step'],
    ['17 3 ? * *', 'the day of month "?" is not a value, range or step'],
    ['17 3 31 2 *', 'it never runs: no such day in month 2'],
    ['17 3 1-31 * 1', 'EventBridge cannot run on a day of month or a day of week: give two schedules instead'],
    ['@daily', 'there should be five or six fields'],
    ['', 'there should be five or six fields'],
    ['17 3 * * * * *', 'there should be five or six fields'],
  ])('%s is refused: %s', (unix, fault) => {
    expect(readCron(unix)).toEqual({ fault });
  });
});

describe('a six-field AWS cron', () => {
  test.each([
    ['17 3 * * ? *', '17 3 * * ? *'],
    ['0 2 ? * SUN *', '0 2 ? * SUN *'],
    ['0 2 ? * mon-fri *', '0 2 ? * MON-FRI *'],
    ['0/15 * * * ? *', '0/15 * * * ? *'],
    ['5/15 8-17 ? * 2-6 2027-2030', '5/15 8-17 ? * 2-6 2027-2030'],
    ['0 2 L * ? *', '0 2 L * ? *'],
    ['0 2 15W * ? *', '0 2 15W * ? *'],
    ['0 2 ? * 6L *', '0 2 ? * 6L *'],
    ['0 2 ? * L *', '0 2 ? * L *'],
    ['0 2 ? * 3#2 *', '0 2 ? * 3#2 *'],
    ['0 2 29 2 ? *', '0 2 29 2 ? *'],
  ])('%s is taken as it is', (text, cron) => {
    expect(readCron(text)).toEqual({ cron });
  });

  test.each([
    ['0 2 * * * *', 'exactly one of day of month and day of week should be "?"'],
    ['0 2 ? * ? *', 'exactly one of day of month and day of week should be "?"'],
    ['0 2 1 * SUN *', 'exactly one of day of month and day of week should be "?"'],
    ['0 2 ? * 0 *', 'the day of week "0" is not from 1 to 7 or SUN to SAT'],
    ['0 2 ? * 1/2 *', 'the day of week "1/2" has a step, which EventBridge does not know'],
    ['0 2 ? * 3#6 *', 'the day of week "3#6" is not a value, range or step'],
    ['0 2 ? * 8L *', 'the day of week "8L" is not from 1 to 7 or SUN to SAT'],
    ['0 2 32W * ? *', 'the day of month "32W" is not such as 15W'],
    ['0 2 31W 4,6 ? *', 'it never runs: no such day in month 4,6'],
    ['0 2 30 2 ? *', 'it never runs: no such day in month 2'],
    ['61 2 * * ? *', 'the minute "61" is not from 0 to 59'],
    ['0 2-1 * * ? *', 'the range of the hour "2-1" should rise'],
    ['0-30/5 2 * * ? *', 'the minute "0-30/5" has a step that this form of cron does not know'],
    ['0 2 * FEBR ? *', 'the month "FEBR" is not from 1 to 12 or JAN to DEC'],
    ['0 2 * * ? 1969', 'the year "1969" is not from 1970 to 2199'],
    ['cron(17 3 * * ? *)', 'the minute "CRON(17" is not a value, range or step'],
  ])('%s is refused: %s', (text, fault) => {
    expect(readCron(text)).toEqual({ fault });
  });
});

describe('the days an AWS cron runs on', () => {
  test.each([
    ['0 2 L * ? *', ['2028-01-31', '2028-02-29', '2028-03-31']],
    ['0 2 29 * ? *', ['2028-01-29', '2028-02-29', '2028-03-29']],
    ['0 2 15W * ? *', ['2028-01-14', '2028-02-15', '2028-03-15']],
    ['0 2 1W * ? *', ['2028-01-03', '2028-02-01', '2028-03-01']],
    ['0 2 31W * ? *', ['2028-01-31', '2028-03-31']],
    ['0 2 30W 4 ? *', ['2028-04-28']],
    ['0 2 ? * 6L *', ['2028-01-28', '2028-02-25', '2028-03-31']],
    ['0 2 ? * 3#2 *', ['2028-01-11', '2028-02-08', '2028-03-14']],
    ['0 2 ? 1 SUN *', ['2028-01-02', '2028-01-09', '2028-01-16', '2028-01-23', '2028-01-30']],
    ['0 2 ? 2 L *', ['2028-02-05', '2028-02-12', '2028-02-19', '2028-02-26']],
  ])('%s runs on %j in early 2028', (text, expected) => {
    const days = Array.from({ length: 121 }, (_, index) => Date.UTC(2028, 0, 1) / DAY_MILLISECONDS + index);
    const cron = parsed(text);

    const dates = days
      .filter((day) => runsOn(cron, day))
      .map((day) => new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10));

    expect(dates.filter((date) => cron.months.length < 12 || date < '2028-04')).toEqual(expected);
  });
});

function parsed(text: string) {
  const cron = parseAwsCron(text);
  if (typeof cron === 'string') throw new Error(cron);
  return cron;
}

/** One field of a unix cron with the values it means, made from the values and not by a parser. */
function fieldOf(minimum: number, maximum: number) {
  const value = fc.integer({ min: minimum, max: maximum });
  const single = value.map((one) => ({ text: String(one), values: [one] }));
  const range = fc.tuple(value, value, fc.integer({ min: 1, max: Math.min(9, maximum) })).map(([one, other, step]) => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    return {
      text: `${from}-${to}/${step}`,
      values: numbers(from, to).filter((number) => (number - from) % step === 0),
    };
  });
  const star = fc.constant({ text: '*', values: numbers(minimum, maximum) });
  const stepped = fc.integer({ min: 1, max: Math.min(9, maximum) }).map((step) => ({
    text: `*/${step}`,
    values: numbers(minimum, maximum).filter((number) => (number - minimum) % step === 0),
  }));
  const list = fc.array(fc.oneof(single, range), { minLength: 1, maxLength: 5 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(','),
    values: parts.flatMap(({ values }) => values),
  }));
  return fc.oneof(star, stepped, list);
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const unixCron = fc.record({
  minute: fieldOf(0, 59),
  hour: fieldOf(0, 23),
  monthDay: fieldOf(1, 31),
  month: fieldOf(1, 12),
  weekday: fieldOf(0, 7),
});

describe('for every unix cron', () => {
  test('its translation, where there is one, is a cron that AWS takes, and translating it again changes nothing', () => {
    fc.assert(
      fc.property(unixCron, ({ minute, hour, monthDay, month, weekday }) => {
        const reading = readCron([minute, hour, monthDay, month, weekday].map(({ text }) => text).join(' '));
        if ('fault' in reading) return;
        expect(parseAwsCron(reading.cron)).toBeTypeOf('object');
        expect(readCron(reading.cron)).toEqual(reading);
        expect(reading.cron.length).toBeLessThan(250);
      }),
      { numRuns: 1_000 },
    );
  });

  test('it runs at the same times as its translation', () => {
    const dayNumber = fc.integer({ min: 20_000, max: 25_000 });
    fc.assert(
      fc.property(unixCron, dayNumber, ({ minute, hour, monthDay, month, weekday }, day) => {
        const reading = readCron([minute, hour, monthDay, month, weekday].map(({ text }) => text).join(' '));
        fc.pre('cron' in reading);
        const aws = parsed('cron' in reading ? reading.cron : '');
        const date = new Date(day * DAY_MILLISECONDS);
        const unixRuns =
          month.values.includes(date.getUTCMonth() + 1) &&
          monthDay.values.includes(date.getUTCDate()) &&
          weekday.values.some((value) => value % 7 === date.getUTCDay());
        expect(runsOn(aws, day)).toBe(unixRuns);
        expect(aws.minutes).toEqual([...new Set(minute.values)].sort((a, b) => a - b));
        expect(aws.hours).toEqual([...new Set(hour.values)].sort((a, b) => a - b));
      }),
      { numRuns: 1_000 },
    );
  });

  test('one that restricts day of month and day of week is refused, since either day would do', () => {
    fc.assert(
      fc.property(fieldOf(1, 31), fieldOf(0, 7), (monthDay, weekday) => {
        const refused = 'fault' in readCron(`0 2 ${monthDay.text} * ${weekday.text}`);
        expect(refused).toBe(monthDay.text !== '*' && weekday.text !== '*');
      }),
    );
  });
});

test('any text is either a cron or refused with a reason', () => {
  const soup = fc.stringMatching(/^[0-9*?,/LW#A-Z -]{0,30}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), soup), (text) => {
      const reading = readCron(text);
      expect('cron' in reading ? reading.cron : reading.fault).not.toBe('');
    }),
    { numRuns: 1_000 },
  );
});
