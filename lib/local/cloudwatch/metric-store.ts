import { type MetricDatum, type MetricIdentity, metricKey } from './metric-datum.ts';
import { MetricSeries } from './metric-series.ts';

/** Hears of every measurement of a metric: when it was taken, in milliseconds since 1970. */
export type MetricListener = (time: number) => void;

const DAY = 86_400_000;

/** All metrics of a run. What is older than 15 days is dropped, once a day. */
export class MetricStore {
  private readonly now: () => number;
  private readonly series = new Map<string, MetricSeries>();
  private readonly bySchema = new Map<string, Set<MetricSeries>>();
  private readonly listeners = new Map<string, Set<MetricListener>>();
  private nextSweep: number;

  constructor(now: () => number) {
    this.now = now;
    this.nextSweep = now() + DAY;
  }

  put(datum: MetricDatum): void {
    if (!Number.isFinite(datum.value)) {
      throw new Error(`${datum.namespace} ${datum.name} should have a finite value, got ${datum.value}`);
    }
    if (this.now() >= this.nextSweep) this.sweep();
    const series = this.series.get(metricKey(datum)) ?? this.create(datum);
    series.add(datum);
    this.tell(series.key, datum.time);
    this.tell(series.schema, datum.time);
  }

  find(identity: MetricIdentity): MetricSeries | undefined {
    return this.series.get(metricKey(identity));
  }

  /** Every metric of a schema, in order of their keys. */
  ofSchema(schema: string): MetricSeries[] {
    return [...(this.bySchema.get(schema) ?? [])].sort((one, other) => (one.key < other.key ? -1 : 1));
  }

  /** Calls back for a metric or a whole schema, by its key; the answer ends that. */
  listen(key: string, listener: MetricListener): () => void {
    const listeners = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  private tell(key: string, time: number): void {
    for (const listener of this.listeners.get(key) ?? []) listener(time);
  }

  private create(identity: MetricIdentity): MetricSeries {
    const series = new MetricSeries(identity);
    this.series.set(series.key, series);
    this.bySchema.set(series.schema, (this.bySchema.get(series.schema) ?? new Set()).add(series));
    return series;
  }

  private sweep(): void {
    this.nextSweep = this.now() + DAY;
    for (const series of this.series.values()) {
      if (!series.forgetOld(this.now())) continue;
      this.series.delete(series.key);
      this.bySchema.get(series.schema)?.delete(series);
    }
  }
}
