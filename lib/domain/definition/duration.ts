import { z } from 'zod';

const secondsPerUnit = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

const DURATION = /^[1-9]\d*[smhd]$/;
const MINUTES = /^[1-9]\d*[mh]$/;
const DAYS = /^[1-9]\d*d$/;

/** A duration as people write it: `90s`, `15m`, `24h` or `30d`, from the shortest to the longest inclusive. */
export function durationSchema(shortest: string, longest: string, example: string) {
  return boundedDuration(
    DURATION,
    `a duration from ${shortest} to ${longest}, such as "${example}"`,
    shortest,
    longest,
  );
}

/** A duration in whole minutes or hours, such as `30m`. */
export function minutesSchema(shortest: string, longest: string, example: string) {
  return boundedDuration(
    MINUTES,
    `minutes or hours from ${shortest} to ${longest}, such as "${example}"`,
    shortest,
    longest,
  );
}

/** A duration in whole days, such as `90d`. */
export function daysSchema(shortest: string, longest: string, example: string) {
  return boundedDuration(DAYS, `whole days from ${shortest} to ${longest}, such as "${example}"`, shortest, longest);
}

function boundedDuration(pattern: RegExp, what: string, shortest: string, longest: string) {
  const expected = `should be ${what}`;
  return z
    .string(expected)
    .regex(pattern, { error: expected, abort: true })
    .refine((text) => seconds(text) >= seconds(shortest) && seconds(text) <= seconds(longest), expected);
}

/** Seconds of a well-formed duration. */
export function seconds(duration: string): number {
  const unit = Object.entries(secondsPerUnit).find(([letter]) => duration.endsWith(letter));
  return unit === undefined ? Number.NaN : Number(duration.slice(0, -1)) * unit[1];
}

/** Minutes of a well-formed duration. */
export function minutes(duration: string): number {
  return seconds(duration) / secondsPerUnit.m;
}

/** Days of a well-formed duration. */
export function days(duration: string): number {
  return seconds(duration) / secondsPerUnit.d;
}

/** The duration of so many whole seconds in its largest exact unit; a single day reads `24h`. */
export function durationText(totalSeconds: number): string {
  const fits = (unit: 'd' | 'h' | 'm') => totalSeconds % secondsPerUnit[unit] === 0;
  if (fits('d') && totalSeconds > secondsPerUnit.d) return `${totalSeconds / secondsPerUnit.d}d`;
  if (fits('h')) return `${totalSeconds / secondsPerUnit.h}h`;
  if (fits('m')) return `${totalSeconds / secondsPerUnit.m}m`;
  return `${totalSeconds}s`;
}
