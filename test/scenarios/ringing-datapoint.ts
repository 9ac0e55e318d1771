import type { Scenario } from './scenario.ts';
import { MINUTE } from './scenario.ts';

/** The newest minute among those that made an alarm ring. */
export interface RingingDatapoint {
  readonly value: number;
  /** When the minute was over, in milliseconds since 1970. */
  readonly end: number;
}

/** Reads it from the alarm's own reason, such as `[15.0 (01/01/26 00:58:00), ...]`. Throws when there is none. */
export function ringingDatapoint({ runtime }: Scenario, alarmName: string): RingingDatapoint {
  const { value, reason = '' } = runtime.services.cloudWatch.alarms.get(alarmName)?.status ?? {};
  const found = /\[(?<rate>[\d.]+) \((?<day>\d\d)\/(?<month>\d\d)\/(?<year>\d\d) (?<time>[\d:]+)\)/.exec(
    reason,
  )?.groups;
  if (value !== 'ALARM' || found === undefined)
    throw new Error(`${alarmName} should be in ALARM, got ${value}: ${reason}`);
  const { rate, day, month, year, time } = found;
  return { value: Number(rate), end: Date.parse(`20${year}-${month}-${day}T${time}Z`) + MINUTE };
}
