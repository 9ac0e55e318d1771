import type { EventLog } from '../event-log.ts';
import type { BusEvent } from '../events/bus-event.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { Timer, VirtualClock } from '../virtual-clock.ts';
import { type AlarmResource, readMetricAlarm } from './alarm-configuration.ts';
import { alarmEvent } from './alarm-events.ts';
import { type AlarmAction, alarmActions } from './alarm-notifications.ts';
import { type ChildAlarm, CompositeAlarm, readCompositeAlarm } from './composite-alarm.ts';
import { MetricAlarm, type StatusChange } from './metric-alarm.ts';
import type { MetricStore } from './metric-store.ts';

export interface AlarmsOptions {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly random: SeededRandom;
  readonly store: MetricStore;
  /** Puts an event on the default bus. */
  readonly publish: (event: BusEvent) => void;
  /** Carries out an alarm action. */
  readonly act: (action: AlarmAction) => void;
}

export type Alarm = MetricAlarm | CompositeAlarm;

/** All alarms of a run. One step of the clock evaluates all that are due at a time; there is none while all sleep. */
export class Alarms {
  private readonly options: AlarmsOptions;
  private readonly eventIds: SeededRandom;
  private readonly alarms = new Map<string, Alarm>();
  private readonly listening = new Map<string, (() => void)[]>();
  private timer: Timer | null = null;
  private armedFor = Number.POSITIVE_INFINITY;

  constructor(options: AlarmsOptions) {
    this.options = options;
    this.eventIds = options.random.fork('alarm events');
  }

  /** Creates or changes an `AWS::CloudWatch::Alarm`; a changed one keeps its state. */
  putMetricAlarm(resource: AlarmResource): MetricAlarm {
    const { clock, store } = this.options;
    const configuration = readMetricAlarm(resource);
    const before = this.alarms.get(resource.name);
    const metric = before?.kind === 'metric' ? before : undefined;
    const alarm = new MetricAlarm(configuration, store, clock.now(), metric);
    this.place(alarm);
    const onData = (time: number) => {
      if (alarm.wake(time, clock.now())) this.arm(alarm.due);
    };
    const stops = alarm.watchedKeys.map((key) => store.listen(key, onData));
    this.listening.set(resource.name, stops);
    return alarm;
  }

  /** Creates or changes an `AWS::CloudWatch::CompositeAlarm`, whose children have to exist. */
  putCompositeAlarm(resource: AlarmResource): CompositeAlarm {
    const configuration = readCompositeAlarm(resource);
    const before = this.alarms.get(resource.name);
    const composite = before?.kind === 'composite' ? before : undefined;
    const alarm = new CompositeAlarm(configuration, this.options.clock.now(), composite);
    const unknown = alarm.children.find((name) => !this.alarms.has(name));
    if (unknown !== undefined)
      throw new Error(`${resource.logicalId}: the alarm ${unknown} of its rule does not exist`);
    if (this.reaches(alarm.children, resource.name)) throw new Error(`${resource.logicalId}: its rule reads itself`);
    this.place(alarm);
    return alarm;
  }

  /** Deletes an alarm that no composite alarm reads. */
  remove(name: string): void {
    const parent = this.list().find((alarm) => alarm.kind === 'composite' && alarm.children.includes(name));
    if (parent !== undefined) throw new Error(`${name} is read by the composite alarm ${parent.configuration.name}`);
    this.silence(name);
    this.alarms.delete(name);
  }

  get(name: string): Alarm | undefined {
    return this.alarms.get(name);
  }

  /** In the order of their creation. */
  list(): Alarm[] {
    return [...this.alarms.values()];
  }

  private place(alarm: Alarm): void {
    const { name } = alarm.configuration;
    this.silence(name);
    this.alarms.set(name, alarm);
    this.arm(alarm.due);
  }

  private silence(name: string): void {
    for (const stop of this.listening.get(name) ?? []) stop();
    this.listening.delete(name);
  }

  private reaches(names: readonly string[], wanted: string): boolean {
    return names.some((name) => {
      const alarm = this.alarms.get(name);
      return name === wanted || (alarm?.kind === 'composite' && this.reaches(alarm.children, wanted));
    });
  }

  /** Sees to it that an evaluation runs at `due`, or before. */
  private arm(due: number): void {
    if (due >= this.armedFor) return;
    this.timer?.cancel();
    this.armedFor = due;
    const { clock } = this.options;
    this.timer = clock.schedule(due - clock.now(), 'evaluate alarms', () => this.evaluateDue());
  }

  private evaluateDue(): void {
    this.armedFor = Number.POSITIVE_INFINITY;
    const now = this.options.clock.now();
    const changed: Alarm[] = [];
    for (const alarm of this.list()) {
      if (alarm.kind === 'metric' && alarm.due <= now) changed.push(...this.announced(alarm, alarm.evaluate(now)));
    }
    for (const alarm of this.list()) {
      if (alarm.kind === 'composite' && alarm.due <= now) changed.push(...this.evaluateComposite(alarm, null));
    }
    this.tellParents(changed);
    this.arm(Math.min(...this.list().map(({ due }) => due), Number.POSITIVE_INFINITY));
  }

  /** Composite alarms follow at once, and those that read them after them. */
  private tellParents(changed: Alarm[]): void {
    for (let child = changed.shift(); child !== undefined; child = changed.shift()) {
      const { name } = child.configuration;
      for (const alarm of this.list()) {
        if (alarm.kind !== 'composite' || !alarm.children.includes(name)) continue;
        changed.push(...this.evaluateComposite(alarm, child));
      }
    }
  }

  private evaluateComposite(alarm: CompositeAlarm, trigger: ChildAlarm | null): Alarm[] {
    const childOf = (name: string): ChildAlarm => {
      const child = this.alarms.get(name);
      if (child === undefined) throw new Error(`${alarm.configuration.logicalId}: the alarm ${name} is gone`);
      return child;
    };
    return this.announced(alarm, alarm.evaluate(this.options.clock.now(), childOf, trigger));
  }

  /** Logs, publishes and acts on changes; answers the alarm when it has changed as a whole. */
  private announced(alarm: Alarm, changes: readonly StatusChange[]): Alarm[] {
    const { log, publish, act } = this.options;
    const { configuration, configuredAt } = alarm;
    for (const change of changes) {
      const { contributor, previous, status } = change;
      const transition = { alarm: configuration.name, from: previous.value, to: status.value, reason: status.reason };
      if (contributor === null) log.record('cloudwatch', 'alarm-changed', transition);
      else log.record('cloudwatch', 'contributor-changed', { ...transition, contributor: contributor.attributes });
      publish(alarmEvent(configuration, change, seededUuid(this.eventIds)));
      if (contributor === null) for (const action of alarmActions(configuration, configuredAt, change)) act(action);
    }
    return changes.some(({ contributor }) => contributor === null) ? [alarm] : [];
  }
}
