import { type AlarmBasics, type AlarmResource, readAlarmBasics } from './alarm-configuration.ts';
import { type AlarmRule, alarmNamesOf, parseAlarmRule, ruleHolds } from './alarm-rule.ts';
import { type AlarmState, type AlarmStatus, alarmTime, newAlarmStatus } from './alarm-state.ts';
import { nextEvaluation } from './evaluation-times.ts';
import type { StatusChange } from './metric-alarm.ts';
import { PropertyReader } from './read-properties.ts';

export interface CompositeAlarmConfiguration extends AlarmBasics {
  readonly rule: AlarmRule;
  readonly ruleText: string;
}

/** Another alarm, as a composite alarm sees it. */
export interface ChildAlarm {
  readonly configuration: AlarmBasics;
  readonly status: AlarmStatus;
}

const MINUTE = 60_000;

/** Reads the properties of an `AWS::CloudWatch::CompositeAlarm`. Throws, with its logical id, for what is not simulated. */
export function readCompositeAlarm(resource: AlarmResource): CompositeAlarmConfiguration {
  const reader = new PropertyReader(resource.logicalId, resource.properties);
  const basics = readAlarmBasics(reader, resource);
  const ruleText = reader.text('AlarmRule');
  reader.finish();
  return { ...basics, ruleText, rule: reader.attempt(() => parseAlarmRule(ruleText)) };
}

/** An alarm on the states of others, with its own state. */
export class CompositeAlarm {
  readonly kind = 'composite';
  readonly configuration: CompositeAlarmConfiguration;
  readonly configuredAt: number;
  /** Names of the alarms that its rule reads. */
  readonly children: readonly string[];
  status: AlarmStatus;
  /** When it is to be evaluated though no child has changed, in milliseconds since 1970. */
  due: number;

  constructor(configuration: CompositeAlarmConfiguration, now: number, before?: CompositeAlarm) {
    this.configuration = configuration;
    this.configuredAt = now;
    this.children = [...new Set(alarmNamesOf(configuration.rule))];
    this.status = before?.status ?? newAlarmStatus(now);
    this.due = nextEvaluation(now, MINUTE);
  }

  /** Finds whether its rule holds now; `trigger` is the child that has changed. */
  evaluate(now: number, childOf: (name: string) => ChildAlarm, trigger: ChildAlarm | null): StatusChange[] {
    this.due = Number.POSITIVE_INFINITY;
    const holds = ruleHolds(this.configuration.rule, (name) => childOf(name).status.value);
    const value: AlarmState = holds ? 'ALARM' : 'OK';
    if (value === this.status.value) return [];
    const previous = this.status;
    const triggering = trigger === null ? this.children.map(childOf) : [trigger];
    this.status = { value, reason: this.reason(trigger, value), reasonData: triggeringAlarms(triggering), since: now };
    return [{ contributor: null, previous, status: this.status }];
  }

  private reason(trigger: ChildAlarm | null, value: AlarmState): string {
    if (trigger === null) return `${this.configuration.arn} was created and its alarm rule evaluates to ${value}`;
    const { configuration, status } = trigger;
    return `${configuration.arn} transitioned to ${status.value} at ${alarmTime(status.since)}`;
  }
}

function triggeringAlarms(children: readonly ChildAlarm[]): string {
  const triggering = children.map(({ configuration, status }) => ({
    arn: configuration.arn,
    state: { value: status.value, timestamp: alarmTime(status.since) },
  }));
  return JSON.stringify({ triggeringAlarms: triggering });
}
