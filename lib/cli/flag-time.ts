import { type Timestamp, timestamp } from '../domain/time.ts';
import { WrongUsage } from './cli-errors.ts';

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{3}))?)?\s*(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * A time as somebody types it: `2026-01-31`, `2026-01-31T12:00` or `2026-01-31 12:00:05`, in UTC unless an offset says
 * otherwise. A day, minute or second means its last millisecond, so that it includes what is shown under it. Throws
 * `WrongUsage`.
 */
export function flagTime(flag: string, text: string): Timestamp {
  const [, day = '', minute = '23:59', second = '59', fraction = '999', offset = 'Z'] = TIME.exec(text) ?? [];
  const milliseconds = Date.parse(`${day}T${minute}:${second}.${fraction}${offset}`);
  if (!Number.isNaN(milliseconds) && isRealDay(day)) return timestamp(milliseconds);
  throw new WrongUsage(`${flag} should be a day or a time, such as 2026-01-31 or 2026-01-31T12:00, got '${text}'`);
}

/** `Date.parse` takes the 31st of a short month for the 1st of the next one. */
function isRealDay(day: string): boolean {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && timestamp(milliseconds).startsWith(day);
}
