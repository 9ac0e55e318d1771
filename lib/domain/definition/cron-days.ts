import type { AwsCron, DayRule } from './aws-cron.ts';

export const DAY_MILLISECONDS = 86_400_000;

/** Whether a cron runs on a day, counted from 1970-01-01, in any year. */
export function runsOn({ day: rule, months }: AwsCron, epochDay: number): boolean {
  const date = new Date(epochDay * DAY_MILLISECONDS);
  return months.includes(date.getUTCMonth() + 1) && dayFits(rule, date);
}

function dayFits(rule: DayRule, date: Date): boolean {
  const day = date.getUTCDate();
  const weekday = date.getUTCDay() + 1;
  switch (rule.kind) {
    case 'month-days':
      return rule.days.includes(day);
    case 'weekdays':
      return rule.weekdays.includes(weekday);
    case 'last-day-of-month':
      return day === daysInMonth(date);
    case 'last-weekday-of-month':
      return weekday === rule.weekday && day + 7 > daysInMonth(date);
    case 'nth-weekday-of-month':
      return weekday === rule.weekday && Math.ceil(day / 7) === rule.nth;
    case 'weekday-nearest':
      return day === nearestWeekday(rule.day, date);
  }
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The working day nearest to a day of the date's month, never in another month. */
function nearestWeekday(day: number, date: Date): number {
  const last = daysInMonth(date);
  if (day > last) return Number.NaN;
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === last ? day - 2 : day + 1;
  return day;
}
