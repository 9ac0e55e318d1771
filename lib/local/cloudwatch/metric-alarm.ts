import { canonicalJson } from '../../domain/canonical-json.ts';
import { sha256Hex } from '../../domain/content-hash.ts';
import type { MetricAlarmConfiguration } from './alarm-configuration.ts';
import { evaluateAlarm, periodsInRange } from './alarm-evaluation.ts';
import { type AlarmReason, wordReason } from './alarm-reasons.ts';
import { type AlarmState, type AlarmStatus, alarmTime, newAlarmStatus } from './alarm-state.ts';
import { isBreaching } from './comparison.ts';
import { nextChange, nextEvaluation } from './evaluation-times.ts';
import { groupsOf, groupValues } from './insights-query.ts';
import { computeQuery, keysOf, metricsOf } from './metric-query.ts';
import type { MetricSeries, Periods, Values } from './metric-series.ts';
import type { MetricStore } from './metric-store.ts';

/** One series of an alarm that watches several. */
export interface Contributor {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** That an alarm, or one contributor to it, went from one state into another. */
export interface StatusChange {
  readonly contributor: Contributor | null;
  readonly previous: AlarmStatus;
  readonly status: AlarmStatus;
}

/** A metric alarm with its state. It sleeps, `due` never, as long as an evaluation would find the same again. */
export class MetricAlarm {
  readonly kind = 'metric';
  readonly configuration: MetricAlarmConfiguration;
  readonly configuredAt: number;
  status: AlarmStatus;
  /** When it is to be evaluated, in milliseconds since 1970. */
  due: number;
  private readonly store: MetricStore;
  private readonly contributors: Map<string, AlarmStatus>;

  constructor(configuration: MetricAlarmConfiguration, store: MetricStore, now: number, before?: MetricAlarm) {
    this.configuration = configuration;
    this.configuredAt = now;
    this.store = store;
    this.status = before?.status ?? newAlarmStatus(now);
    this.contributors = new Map(configuration.watched.kind === 'groups' ? before?.contributors : []);
    this.due = nextEvaluation(now, configuration.period);
  }

  /** Keys of the metrics whose data change what it finds. */
  get watchedKeys(): readonly string[] {
    const { watched } = this.configuration;
    return watched.kind === 'series' ? keysOf(watched.queries, watched.result) : [watched.query.schema];
  }

  /** Contributors in ALARM, by their ids. */
  get accused(): readonly (Contributor & { readonly status: AlarmStatus })[] {
    return [...this.contributors]
      .map(([value, status]) => ({ ...this.contributor(value), status }))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Data came in that were measured at `time`; true when that makes it due earlier. */
  wake(time: number, now: number): boolean {
    const due = nextEvaluation(Math.max(time, now), this.configuration.period);
    if (due >= this.due) return false;
    this.due = due;
    return true;
  }

  /** Finds what has changed by `now`, and when to look again. */
  evaluate(now: number): StatusChange[] {
    const { watched, period } = this.configuration;
    const count = periodsInRange(this.configuration);
    const periods = { from: now - count * period, period, count };
    const changes = watched.kind === 'series' ? this.evaluateSeries(periods, now) : this.evaluateGroups(periods, now);
    this.due = this.nextDue(periods, now);
    return changes;
  }

  private evaluateSeries(periods: Periods, now: number): StatusChange[] {
    const { watched } = this.configuration;
    if (watched.kind !== 'series') return [];
    const values = computeQuery(watched.queries, watched.result, this.store, periods);
    return this.become(this.stateOf(values, this.status.value), now, (state) => this.word(state, values, now));
  }

  private evaluateGroups(periods: Periods, now: number): StatusChange[] {
    const groups = new Map(
      [...this.groups()]
        .map(([value, group]) => [value, groupValues(group, periods)] as const)
        .filter(([, values]) => values.some((value) => value !== undefined)),
    );
    const changes = [...groups].flatMap(([value, values]) => this.evaluateContributor(value, values, now));
    const gone = [...this.contributors.keys()].filter((value) => !groups.has(value));
    const left = gone.flatMap((value) => this.contributorChange(value, 'OK', 'The time series has no data.', now));
    return [...changes, ...left, ...this.evaluateWhole(groups.size, now)];
  }

  private evaluateContributor(value: string, values: Values, now: number): StatusChange[] {
    const current = this.contributors.has(value) ? 'ALARM' : 'OK';
    const state = this.stateOf(values, current);
    return state === current ? [] : this.contributorChange(value, state, this.word(state, values, now).reason, now);
  }

  private contributorChange(value: string, state: AlarmState, reason: string, now: number): StatusChange[] {
    const before = { value: 'OK' as const, reason: '', reasonData: null, since: this.configuredAt };
    const previous = this.contributors.get(value) ?? before;
    const status = { value: state, reason, reasonData: null, since: now };
    if (state === 'ALARM') this.contributors.set(value, status);
    else this.contributors.delete(value);
    return [{ contributor: this.contributor(value), previous, status }];
  }

  /** The alarm as a whole is in ALARM as long as one contributor is. */
  private evaluateWhole(groupCount: number, now: number): StatusChange[] {
    const none: Values = new Array(periodsInRange(this.configuration)).fill(undefined);
    if (groupCount === 0) {
      return this.become(this.stateOf(none, this.status.value), now, (state) => this.word(state, none, now));
    }
    return this.become(this.contributors.size > 0 ? 'ALARM' : 'OK', now, () => ({
      reason: `${this.contributors.size} out of ${groupCount} time series evaluated to ALARM`,
      reasonData: JSON.stringify({ version: '1.0', queryDate: alarmTime(now) }),
    }));
  }

  private stateOf(values: Values, current: AlarmState): AlarmState {
    const { comparison, threshold } = this.configuration;
    const breaching = values.map((value) =>
      value === undefined ? undefined : isBreaching(value, comparison, threshold),
    );
    return evaluateAlarm(breaching, this.configuration, current);
  }

  private word(state: AlarmState, values: Values, now: number): AlarmReason {
    return wordReason(this.configuration, state, values, now);
  }

  private become(value: AlarmState, now: number, word: (state: AlarmState) => AlarmReason): StatusChange[] {
    const previous = this.status;
    if (value === previous.value) return [];
    this.status = { value, ...word(value), since: now };
    return [{ contributor: null, previous, status: this.status }];
  }

  private contributor(value: string): Contributor {
    const { watched } = this.configuration;
    const attributes = watched.kind === 'groups' ? { [watched.query.groupBy]: value } : {};
    return { id: sha256Hex(canonicalJson(attributes)).slice(0, 16), attributes };
  }

  private groups(): ReadonlyMap<string, MetricSeries[]> {
    const { watched } = this.configuration;
    return watched.kind === 'groups' ? groupsOf(watched.query, this.store) : new Map();
  }

  private nextDue({ from, period, count }: Periods, now: number): number {
    let due = Number.POSITIVE_INFINITY;
    for (const series of this.watchedSeries()) {
      for (const { start } of series.buckets(period, from, Number.POSITIVE_INFINITY)) {
        due = Math.min(due, nextChange(start, period, count, now));
      }
    }
    return due;
  }

  private watchedSeries(): MetricSeries[] {
    const { watched } = this.configuration;
    if (watched.kind === 'groups') return [...this.groups().values()].flat();
    return metricsOf(watched.queries, watched.result).flatMap((metric) => this.store.find(metric) ?? []);
  }
}
