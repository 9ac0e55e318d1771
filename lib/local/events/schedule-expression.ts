import { parseAwsCron } from '../../domain/definition/aws-cron.ts';
import { nextRun } from './cron-occurrences.ts';
import { TimeZone } from './time-zone.ts';

/** When a schedule runs. */
export interface Occurrences {
  /** Whether it runs a single time. */
  readonly once: boolean;
  /** The first run at or after a time, in milliseconds since 1970; undefined when there is none any more. */
  from(time: number): number | undefined;
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `cron(…)`, `rate(…)` or `at(…)`; a rate counts from `base`. Throws for anything else. */
export function parseScheduleExpression(expression: string, zoneName: string, base: number): Occurrences {
  const [, form = '', inner = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (form === 'cron') return cronOccurrences(inner, zoneOf(zoneName));
  if (form === 'rate') return rateOccurrences(inner, base);
  if (form === 'at') return singleOccurrence(inner, zoneOf(zoneName));
  throw new Error(`the schedule ${expression} should be cron(…), rate(…) or at(…)`);
}

function zoneOf(name: string): TimeZone {
  try {
    return new TimeZone(name);
  } catch {
    throw new Error(`the time zone ${name} does not exist`);
  }
}

function cronOccurrences(text: string, zone: TimeZone): Occurrences {
  const fields = text.trim().toUpperCase().split(/\s+/);
  // the year may be left out
  const cron = parseAwsCron((fields.length === 5 ? [...fields, '*'] : fields).join(' '));
  if (typeof cron === 'string') throw new Error(`cron(${text}): ${cron}`);
  return { once: false, from: (time) => nextRun(cron, zone, time - 1) };
}

function rateOccurrences(text: string, base: number): Occurrences {
  const [, count = '', unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(text) ?? [];
  const interval = Number(count) * (UNITS[unit] ?? 0);
  if (interval === 0) throw new Error(`rate(${text}) should be such as rate(5 minutes)`);
  return { once: false, from: (time) => base + Math.max(0, Math.ceil((time - base) / interval)) * interval };
}

function singleOccurrence(text: string, zone: TimeZone): Occurrences {
  const local = Date.parse(`${text}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) || Number.isNaN(local)) {
    throw new Error(`at(${text}) should be such as at(2026-01-31T03:17:00)`);
  }
  const run = zone.timeOf(local);
  if (run === undefined) throw new Error(`at(${text}) is a time that the clocks skip`);
  return { once: true, from: (time) => (run >= time ? run : undefined) };
}
