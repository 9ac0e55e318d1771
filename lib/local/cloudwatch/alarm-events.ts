import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import { type BusEvent, eventTime, type JsonObject } from '../events/bus-event.ts';
import type { AlarmBasics, MetricAlarmConfiguration } from './alarm-configuration.ts';
import { type AlarmStatus, alarmTime } from './alarm-state.ts';
import type { CompositeAlarmConfiguration } from './composite-alarm.ts';
import type { StatusChange } from './metric-alarm.ts';
import { isMetricStat, type MetricQuery } from './metric-query.ts';

/** The configuration of an alarm of either kind. */
export type AnyAlarmConfiguration = MetricAlarmConfiguration | CompositeAlarmConfiguration;

/** The event that tells of a change of an alarm or of one contributor to it. */
export function alarmEvent(configuration: AnyAlarmConfiguration, change: StatusChange, id: string): BusEvent {
  const { contributor, previous, status } = change;
  const detail: JsonObject =
    contributor === null
      ? { state: stateOf(status), previousState: stateOf(previous) }
      : { alarmContributor: { id: contributor.id, attributes: contributor.attributes }, state: stateOf(status) };
  return {
    version: '0',
    id,
    'detail-type': `CloudWatch Alarm ${contributor === null ? '' : 'Contributor '}State Change`,
    source: 'aws.cloudwatch',
    account: LOCAL_ACCOUNT,
    time: eventTime(status.since),
    region: LOCAL_REGION,
    resources: [configuration.arn],
    detail: { alarmName: configuration.name, ...detail, configuration: shownConfiguration(configuration) },
  };
}

function stateOf({ value, reason, reasonData, since }: AlarmStatus): JsonObject {
  return { value, reason, ...(reasonData === null ? {} : { reasonData }), timestamp: alarmTime(since) };
}

function shownConfiguration(configuration: AnyAlarmConfiguration): JsonObject {
  const text = description(configuration);
  if ('ruleText' in configuration) return { ...text, alarmRule: configuration.ruleText };
  const { watched, period } = configuration;
  if (watched.kind === 'series') return { ...text, metrics: [...watched.queries.values()].map(shownQuery) };
  const { id, expression } = watched;
  return { ...text, metrics: [{ id, expression, returnData: true, period: period / 1_000 }] };
}

function description({ description: text }: AlarmBasics): JsonObject {
  return text === null ? {} : { description: text };
}

function shownQuery({ id, label, returnData, source, expression }: MetricQuery): JsonObject {
  if (!isMetricStat(source)) return { id, expression, label, returnData };
  const { namespace, name, dimensions, period, stat } = source;
  const metricStat = { metric: { namespace, name, dimensions }, period: period / 1_000, stat };
  return { id, metricStat, returnData };
}
