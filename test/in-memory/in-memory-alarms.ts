import type { AlarmState, Alarms } from '../../lib/domain/ports/release-metrics.ts';

export interface InMemoryAlarm {
  readonly state: AlarmState;
  readonly composite?: boolean;
  /** Executed versions that are in alarm, for an alarm that tells them apart. */
  readonly accused?: readonly string[];
}

export interface InMemoryAlarms extends Alarms {
  readonly alarms: Map<string, InMemoryAlarm>;
}

export function inMemoryAlarms(): InMemoryAlarms {
  const alarms = new Map<string, InMemoryAlarm>();
  return {
    alarms,
    async readStates(alarmNames) {
      const asked = [...alarms].filter(([name]) => alarmNames.includes(name));
      return Object.fromEntries(asked.map(([name, { state }]) => [name, state]));
    },
    async readAccusedVersions(alarmName) {
      const alarm = alarms.get(alarmName);
      if (alarm === undefined) throw new Error(`${alarmName} does not exist`);
      return [...(alarm.accused ?? [])];
    },
  };
}
