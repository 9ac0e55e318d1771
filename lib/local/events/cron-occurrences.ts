import type { AwsCron } from '../../domain/definition/aws-cron.ts';
import { DAY_MILLISECONDS, runsOn } from '../../domain/definition/cron-days.ts';
import type { TimeZone } from './time-zone.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];

/**
 * The first run of a cron after a time, in milliseconds since 1970; undefined when there is none any more. A local time
 * that clocks skip in spring is not run, one that they show twice in autumn is run the first time only.
 */
export function nextRun(cron: AwsCron, zone: TimeZone, after: number): number | undefined {
  let local = nextLocal(cron, after + zone.offsetAt(after));
  while (local !== undefined) {
    const time = zone.timeOf(local);
    if (time !== undefined && time > after) return time;
    local = nextLocal(cron, local);
  }
  return undefined;
}

/** The first local time after another one, as if both were UTC. */
function nextLocal(cron: AwsCron, after: number): number | undefined {
  const earliest = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  const firstDay = Math.floor(earliest / DAY_MILLISECONDS);
  for (let day = nextDay(cron, firstDay); day !== undefined; day = nextDay(cron, day + 1)) {
    const start = day * DAY_MILLISECONDS;
    const within = nextInDay(cron, Math.max(0, earliest - start));
    if (within !== undefined) return start + within;
  }
  return undefined;
}

/** The first day from one on, counted from 1970-01-01, on which a cron runs. */
function nextDay(cron: AwsCron, from: number): number | undefined {
  const last = Date.UTC((cron.years.at(-1) ?? 0) + 1, 0) / DAY_MILLISECONDS;
  let day = from;
  while (day < last) {
    const year = new Date(day * DAY_MILLISECONDS).getUTCFullYear();
    if (!cron.years.includes(year)) day = Date.UTC(year + 1, 0) / DAY_MILLISECONDS;
    else if (runsOn(cron, day)) return day;
    else day += 1;
  }
  return undefined;
}

/** The first time of day from one on, in milliseconds. */
function nextInDay({ hours, minutes }: AwsCron, from: number): number | undefined {
  const [hour, minute] = [Math.floor(from / HOUR), Math.floor((from % HOUR) / MINUTE)];
  const thisHour = hours.includes(hour) ? minutes.find((one) => one >= minute) : undefined;
  if (thisHour !== undefined) return hour * HOUR + thisHour * MINUTE;
  const later = hours.find((one) => one > hour);
  return later === undefined ? undefined : later * HOUR + (minutes[0] ?? 0) * MINUTE;
}
