export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What an alarm, or one contributor to it, says at the moment. */
export interface AlarmStatus {
  readonly value: AlarmState;
  readonly reason: string;
  /** JSON text; null where AWS gives none. */
  readonly reasonData: string | null;
  /** When it became so, in milliseconds since 1970. */
  readonly since: number;
}

export function newAlarmStatus(now: number): AlarmStatus {
  const reason = 'Unchecked: Initial alarm creation';
  return { value: 'INSUFFICIENT_DATA', reason, reasonData: null, since: now };
}

/** A time as CloudWatch writes it into reasons: `2026-01-31T23:59:59.999+0000`. */
export function alarmTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}
