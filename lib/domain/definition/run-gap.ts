import { parseAwsCron } from './aws-cron.ts';
import { DAY_MILLISECONDS, runsOn } from './cron-days.ts';

const MINUTES_A_DAY = 1_440;
const firstDay = Date.UTC(2027, 0, 1) / DAY_MILLISECONDS;
const lastDay = Date.UTC(2029, 0, 31) / DAY_MILLISECONDS;

/**
 * Seconds between the two runs of these schedules that come closest, over two years of which one is a leap year,
 * changes to and from summer time included; infinite when fewer than two runs fall into them. Years are ignored.
 */
export function shortestGapSeconds(schedules: readonly { readonly cron: string; readonly timeZone: string }[]): number {
  const runs = Int32Array.from(new Set(schedules.flatMap(({ cron, timeZone }) => runMinutes(cron, timeZone)))).sort();
  const gaps = runs.subarray(1).map((run, index) => run - (runs[index] ?? run));
  return gaps.reduce((shortest, gap) => Math.min(shortest, gap * 60), Number.POSITIVE_INFINITY);
}

function runMinutes(cron: string, timeZone: string): number[] {
  const parsed = parseAwsCron(cron);
  if (typeof parsed === 'string') return [];
  const timesOfDay = parsed.hours.flatMap((hour) => parsed.minutes.map((minute) => hour * 60 + minute));
  const offset = utcOffset(timeZone);
  const days = Array.from({ length: lastDay - firstDay + 1 }, (_, index) => firstDay + index);
  return days
    .filter((day) => runsOn(parsed, day))
    .flatMap((day) => timesOfDay.map((time) => (day - firstDay) * MINUTES_A_DAY + time - offset(day)));
}

/** Minutes by which a time zone is ahead of UTC at noon of a day, counted from 1970-01-01. */
function utcOffset(timeZone: string): (epochDay: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (epochDay) => {
    const text = format.format(new Date((epochDay + 0.5) * DAY_MILLISECONDS));
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
    return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
  };
}
