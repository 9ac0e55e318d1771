import { ALARM_LOOKS_BACK_SECONDS } from '../alarm-window.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { Clock } from '../ports/clock.ts';
import type { Alarms } from '../ports/release-metrics.ts';
import { milliseconds, type Timestamp } from '../time.ts';

/** The alarms on the whole alias: on a champion without a canary beside it they say how that one does. */
export interface AliasAlarmPorts {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly probationAlarmNames: readonly string[];
}

/** Names of those that are on now; none while they may still mean whoever had the traffic until it moved last. */
export async function ringingAlarms(
  { clock, alarms, probationAlarmNames }: AliasAlarmPorts,
  movedAt: Timestamp,
): Promise<string[]> {
  if (milliseconds(clock.now()) - milliseconds(movedAt) < ALARM_LOOKS_BACK_SECONDS * 1000) return [];
  const states = await alarms.readStates(probationAlarmNames);
  return Object.keys(states).filter((name) => states[name] === 'ALARM');
}

export function alarmEvidence(alarmName: string): LedgerEvent['evidence'][number] {
  return { metric: `alarm ${alarmName}`.slice(0, 80), value: 1, threshold: 0, n: null, interval: null };
}
