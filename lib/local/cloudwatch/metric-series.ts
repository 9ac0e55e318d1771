import { type Bucket, BucketRow } from './bucket-row.ts';
import { type MetricDatum, type MetricIdentity, metricKey, schemaKey } from './metric-datum.ts';
import { addSummary, emptySummary, type Statistic, type Summary, statisticOf } from './statistic.ts';

const SECOND = 1_000;
export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What is kept, at the resolution of a minute: longer than any alarm looks back. */
export const RETENTION = 15 * 24 * HOUR;
const RETENTION_OF_SECONDS = 3 * HOUR;

/** One value per period, oldest first; undefined where there is none. */
export type Values = readonly (number | undefined)[];

/** Periods in a row, in milliseconds. */
export interface Periods {
  readonly from: number;
  readonly period: number;
  readonly count: number;
  /** Where the last one is cut off. @default its end */
  readonly until?: number;
}

/** Everything measured of one metric, kept for 15 days: by the minute, and by the second where it was asked for. */
export class MetricSeries {
  readonly identity: MetricIdentity;
  readonly key: string;
  readonly schema: string;
  private readonly minutes = new BucketRow(MINUTE);
  private seconds: BucketRow | null = null;

  constructor({ namespace, name, dimensions }: MetricIdentity) {
    this.identity = { namespace, name, dimensions };
    this.key = metricKey(this.identity);
    this.schema = schemaKey(namespace, name, Object.keys(dimensions));
  }

  add({ time, value, storageResolution }: MetricDatum): void {
    this.minutes.add(time, value);
    if (storageResolution === 1) this.seconds ??= new BucketRow(SECOND);
    this.seconds?.add(time, value);
  }

  /** What a period of this length is put together from. */
  buckets(period: number, from: number, to: number): readonly Bucket[] {
    const row = period < MINUTE ? (this.seconds ?? this.minutes) : this.minutes;
    return row.between(from, to);
  }

  values(statistic: Statistic, { from, period, count, until = from + count * period }: Periods): Values {
    const summaries: (Summary | undefined)[] = new Array(count).fill(undefined);
    for (const bucket of this.buckets(period, from, until)) {
      const index = Math.floor((bucket.start - from) / period);
      const summary = summaries[index] ?? emptySummary();
      addSummary(summary, bucket, typeof statistic === 'object');
      summaries[index] = summary;
    }
    return summaries.map((summary) => (summary === undefined ? undefined : statisticOf(statistic, summary)));
  }

  /** Forgets what is too old; true when nothing is left. */
  forgetOld(now: number): boolean {
    this.minutes.dropBefore(now - RETENTION);
    this.seconds?.dropBefore(now - RETENTION_OF_SECONDS);
    return this.minutes.isEmpty();
  }
}
