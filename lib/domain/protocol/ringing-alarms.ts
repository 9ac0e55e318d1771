import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { Alarms } from '../ports/release-metrics.ts';

/** The alarms on the whole alias: on a champion without a canary beside it they say how that one does. */
export interface AliasAlarmPorts {
  readonly alarms: Alarms;
  readonly probationAlarmNames: readonly string[];
}

/** Names of those that are on now. */
export async function ringingAlarms({ alarms, probationAlarmNames }: AliasAlarmPorts): Promise<string[]> {
  const states = await alarms.readStates(probationAlarmNames);
  return Object.keys(states).filter((name) => states[name] === 'ALARM');
}

export function alarmEvidence(alarmName: string): LedgerEvent['evidence'][number] {
  return { metric: `alarm ${alarmName}`.slice(0, 80), value: 1, threshold: 0, n: null, interval: null };
}
