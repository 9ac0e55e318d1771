import type { Timestamp } from '../time.ts';

/** Counts of one function version in one minute. A minute without traffic is not listed. */
export interface MinuteCounts {
  /** Start of the minute. */
  readonly minute: Timestamp;
  readonly invocations: number;
  /** Crashes and time-outs. */
  readonly errors: number;
  readonly answers: number;
  readonly badAnswers: number;
  readonly slowAnswers: number;
  /** Answers of this minute whose outcome is known by now. */
  readonly labelledAnswers: number;
  /** Those of them that the outcome contradicts. */
  readonly wrongAnswers: number;
}

/** Of a minute in which nothing was counted. */
export const noMinuteCounts = {
  invocations: 0,
  errors: 0,
  answers: 0,
  badAnswers: 0,
  slowAnswers: 0,
  labelledAnswers: 0,
  wrongAnswers: 0,
} satisfies Record<Exclude<keyof MinuteCounts, 'minute'>, 0>;

/** What an alias did, told apart by the version that really executed. */
export interface ReleaseMetrics {
  /** Minutes from `from` (inclusive) to `to` (exclusive), both whole minutes, oldest first. */
  readMinutes(query: {
    readonly modelName: string;
    readonly functionName: string;
    readonly functionVersion: string;
    readonly from: Timestamp;
    readonly to: Timestamp;
  }): Promise<MinuteCounts[]>;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface Alarms {
  /** State of each alarm by its name; one that does not exist is left out. */
  readStates(alarmNames: readonly string[]): Promise<Readonly<Record<string, AlarmState>>>;
  /** Executed versions that a Metrics Insights alarm currently accuses. */
  readAccusedVersions(alarmName: string): Promise<string[]>;
}
