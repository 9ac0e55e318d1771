import type { EventLog } from '../event-log.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Timer, VirtualClock } from '../virtual-clock.ts';
import { eventTime } from './bus-event.ts';
import { Deliveries, type DeliveryFailure } from './deliveries.ts';
import { type EventBusOptions, failureAttributes } from './event-bus.ts';
import type { Schedule } from './schedule.ts';

/** A schedule that exists. */
export interface StandingSchedule {
  readonly schedule: Schedule;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly changed: number;
}

interface Armed extends StandingSchedule {
  /** Draws for this schedule alone. */
  readonly random: SeededRandom;
  timer: Timer | null;
  /** Runs before this are over. */
  nextFrom: number;
}

/** EventBridge Scheduler: runs schedules at their times, whatever became of the run before. */
export class Scheduler {
  private readonly clock: VirtualClock;
  private readonly log: EventLog;
  private readonly options: EventBusOptions;
  private readonly random: SeededRandom;
  private readonly deliveries: Deliveries;
  private readonly schedules = new Map<string, Armed>();

  constructor(options: EventBusOptions) {
    this.options = options;
    this.clock = options.clock;
    this.log = options.log;
    this.random = options.random.fork('scheduler');
    this.deliveries = new Deliveries({ ...options, random: this.random });
  }

  /** Creates or changes a schedule. Throws for a single run that would have been in the past. */
  put(schedule: Schedule): void {
    const now = this.clock.now();
    const before = this.schedules.get(schedule.name);
    if (before === undefined && schedule.occurrences.once && schedule.occurrences.from(now) === undefined) {
      throw new Error(`${schedule.logicalId}: the time of its single run is over`);
    }
    before?.timer?.cancel();
    const standing: Armed = {
      schedule,
      created: before?.created ?? now,
      changed: now,
      random: before?.random ?? this.random.fork(schedule.name),
      timer: null,
      nextFrom: Math.max(now, before?.nextFrom ?? 0),
    };
    this.schedules.set(schedule.name, standing);
    this.arm(standing);
  }

  remove(name: string): void {
    this.schedules.get(name)?.timer?.cancel();
    this.schedules.delete(name);
  }

  get(name: string): StandingSchedule | undefined {
    return this.schedules.get(name);
  }

  /** In the order of their creation. */
  list(): StandingSchedule[] {
    return [...this.schedules.values()];
  }

  /** When a schedule runs next, in milliseconds since 1970, its flexible window aside; undefined when it does not. */
  nextRun(name: string): number | undefined {
    const standing = this.schedules.get(name);
    return standing === undefined ? undefined : runFrom(standing.schedule, standing.nextFrom);
  }

  private arm(standing: Armed): void {
    const { schedule, random } = standing;
    const run = runFrom(schedule, standing.nextFrom);
    if (run === undefined) return;
    const late = Math.floor((random.next() * schedule.flexibleWindow) / 1_000) * 1_000;
    standing.timer = this.clock.schedule(run + late - this.clock.now(), `schedule ${schedule.name}`, () => {
      standing.nextFrom = run + 1;
      this.fire(schedule, run, random);
      this.arm(standing);
    });
  }

  private fire(schedule: Schedule, run: number, random: SeededRandom): void {
    const { deliver } = this.options;
    const scheduledTime = eventTime(run);
    const what = { schedule: schedule.name, scheduledTime, target: schedule.targetArn };
    const id = Math.floor(random.next() * 2 ** 52);
    const inputOf = (attempt: number) =>
      schedule.input({
        'scheduled-time': scheduledTime,
        'schedule-arn': schedule.arn,
        'execution-id': id.toString(16).padStart(16, '0'),
        'attempt-number': String(attempt),
      });
    this.log.record('scheduler', 'fired', what);
    this.deliveries.start({
      point: `scheduler:deliver:${schedule.logicalId}`,
      policy: schedule.policy,
      attempt: (attempt) =>
        deliver(schedule.targetArn, inputOf(attempt), { source: 'scheduler', origin: schedule.logicalId, attempt }),
      // that it was fired has been said
      delivered: () => undefined,
      givenUp: (failure) => {
        this.log.record('scheduler', 'undelivered', { ...what, ...failure });
        this.bury(schedule, scheduledTime, inputOf(failure.retries + 1), failure);
      },
    });
  }

  private bury(schedule: Schedule, scheduledTime: string, input: string, failure: DeliveryFailure): void {
    if (schedule.deadLetterArn === null) return;
    this.options.deadLetters.send(schedule.deadLetterArn, input, {
      SCHEDULE_ARN: schedule.arn,
      SCHEDULED_TIME: scheduledTime,
      TARGET_ARN: schedule.targetArn,
      IS_PAYLOAD_TRUNCATED: 'false',
      ...failureAttributes(failure),
    });
  }
}

function runFrom({ enabled, occurrences, start, end }: Schedule, time: number): number | undefined {
  const run = enabled ? occurrences.from(Math.max(time, start)) : undefined;
  return run === undefined || run > end ? undefined : run;
}
