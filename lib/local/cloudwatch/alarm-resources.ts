import { generatedName, type ResourceHandler, type ResourceRequest } from '../assembly/resource-handler.ts';
import type { AlarmResource } from './alarm-configuration.ts';
import type { Alarm, Alarms } from './alarms.ts';

const common = ['AlarmName', 'AlarmDescription', 'ActionsEnabled', 'AlarmActions', 'OKActions'];
const metricProperties = [
  ...['ComparisonOperator', 'DatapointsToAlarm', 'Dimensions', 'EvaluationPeriods', 'ExtendedStatistic', 'MetricName'],
  ...['Metrics', 'Namespace', 'Period', 'Statistic', 'Threshold', 'TreatMissingData'],
];

/** How alarms are created from a template. */
export function alarmResources(alarms: Alarms): Readonly<Record<string, ResourceHandler>> {
  return {
    'AWS::CloudWatch::Alarm': handler(alarms, metricProperties, (resource) => alarms.putMetricAlarm(resource)),
    'AWS::CloudWatch::CompositeAlarm': handler(alarms, ['AlarmRule'], (resource) => alarms.putCompositeAlarm(resource)),
  };
}

function handler(
  alarms: Alarms,
  properties: readonly string[],
  put: (resource: AlarmResource) => Alarm,
): ResourceHandler {
  const place = (request: ResourceRequest) => {
    const { logicalId, properties: own } = request;
    const name = typeof own.AlarmName === 'string' ? own.AlarmName : generatedName(request);
    const { configuration } = put({ logicalId, name, properties: own });
    return { physicalId: name, attributes: { Arn: configuration.arn } };
  };
  return {
    simulated: [...common, 'InsufficientDataActions', ...properties],
    inert: ['Tags'],
    create: place,
    update: place,
    delete: ({ physicalId }) => alarms.remove(physicalId),
  };
}
