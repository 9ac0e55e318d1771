import {
  type CronField,
  fieldValue,
  hourField,
  minuteField,
  monthDayField,
  monthField,
  parseCronField,
  weekdayNames,
} from './cron-field.ts';

const weekdayField: CronField = { what: 'day of week', minimum: 1, maximum: 7, names: weekdayNames };
const yearField: CronField = { what: 'year', minimum: 1970, maximum: 2199 };

/** The days a cron runs on; weekdays count from 1, Sunday. */
export type DayRule =
  | { readonly kind: 'month-days'; readonly days: readonly number[] }
  | { readonly kind: 'last-day-of-month' }
  | { readonly kind: 'weekday-nearest'; readonly day: number }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'last-weekday-of-month'; readonly weekday: number }
  | { readonly kind: 'nth-weekday-of-month'; readonly weekday: number; readonly nth: number };

/** A six-field cron of EventBridge, each field as the values it names. */
export interface AwsCron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly day: DayRule;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

/** Reads `minute hour day-of-month month day-of-week year` as EventBridge does; a text says what is wrong instead. */
export function parseAwsCron(text: string): AwsCron | string {
  const [minute = '', hour = '', monthDay = '', month = '', weekday = '', year = '', ...more] = text.split(' ');
  if (year === '' || more.length > 0) return 'there should be five or six fields';
  const minutes = parseCronField(minuteField, minute, 'from-value');
  if (typeof minutes === 'string') return minutes;
  const hours = parseCronField(hourField, hour, 'from-value');
  if (typeof hours === 'string') return hours;
  const day = parseDay(monthDay, weekday);
  if (typeof day === 'string') return day;
  const months = parseCronField(monthField, month, 'from-value');
  if (typeof months === 'string') return months;
  const years = parseCronField(yearField, year, 'from-value');
  if (typeof years === 'string') return years;
  return neverRuns(day, months)
    ? `it never runs: no such day in month ${month}`
    : { minutes, hours, day, months, years };
}

function parseDay(monthDay: string, weekday: string): DayRule | string {
  if ((monthDay === '?') === (weekday === '?')) return 'exactly one of day of month and day of week should be "?"';
  return weekday === '?' ? parseMonthDay(monthDay) : parseWeekday(weekday);
}

function parseMonthDay(text: string): DayRule | string {
  if (text === 'L') return { kind: 'last-day-of-month' };
  if (text.endsWith('W')) {
    const day = fieldValue(monthDayField, text.slice(0, -1));
    return Number.isNaN(day) ? `the day of month "${text}" is not such as 15W` : { kind: 'weekday-nearest', day };
  }
  const days = parseCronField(monthDayField, text, 'from-value');
  return typeof days === 'string' ? days : { kind: 'month-days', days };
}

function parseWeekday(text: string): DayRule | string {
  if (text === 'L') return { kind: 'weekdays', weekdays: [7] };
  if (text.includes('/')) return `the day of week "${text}" has a step, which EventBridge does not know`;
  const special = /^(?<day>\w+?)(?:L|#(?<nth>[1-5]))$/.exec(text)?.groups;
  const weekday = fieldValue(weekdayField, special?.day ?? '');
  if (special !== undefined && !Number.isNaN(weekday)) {
    const nth = Number(special.nth);
    return special.nth === undefined
      ? { kind: 'last-weekday-of-month', weekday }
      : { kind: 'nth-weekday-of-month', weekday, nth };
  }
  const weekdays = parseCronField(weekdayField, text, 'from-range');
  return typeof weekdays === 'string' ? weekdays : { kind: 'weekdays', weekdays };
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function neverRuns(day: DayRule, months: readonly number[]): boolean {
  if (day.kind !== 'month-days' && day.kind !== 'weekday-nearest') return false;
  const firstDay = day.kind === 'month-days' ? Math.min(...day.days) : day.day;
  return months.every((month) => firstDay > (longestMonths[month - 1] ?? 0));
}
