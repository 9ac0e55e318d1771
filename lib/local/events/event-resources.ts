import { generatedName, type ResourceHandler, type ResourceRequest } from '../assembly/resource-handler.ts';
import { PropertyReader } from '../cloudwatch/read-properties.ts';
import type { EventBus } from './event-bus.ts';
import { readEventRule } from './event-rules.ts';
import type { NotificationTopics } from './notification-topics.ts';
import { readSchedule } from './schedule.ts';
import type { Scheduler } from './scheduler.ts';

/** How rules of the default bus are created from a template. */
export function ruleResources(bus: EventBus): Readonly<Record<string, ResourceHandler>> {
  const place = (request: ResourceRequest) => {
    const name = nameOf(request, 'Name');
    const rule = readEventRule(request.logicalId, name, request.properties);
    bus.putRule(rule);
    return { physicalId: name, attributes: { Arn: rule.arn } };
  };
  return {
    'AWS::Events::Rule': {
      simulated: ['Name', 'EventPattern', 'State', 'Targets', 'EventBusName'],
      inert: ['Description', 'RoleArn', 'Tags'],
      create: place,
      update: place,
      delete: ({ physicalId }) => bus.removeRule(physicalId),
    },
  };
}

/** How schedules are created from a template. */
export function scheduleResources(scheduler: Scheduler, now: () => number): Readonly<Record<string, ResourceHandler>> {
  const place = (request: ResourceRequest) => {
    const { logicalId, properties } = request;
    const name = nameOf(request, 'Name');
    const created = scheduler.get(name)?.created ?? now();
    const schedule = readSchedule(new PropertyReader(logicalId, properties), logicalId, { name, properties, created });
    scheduler.put(schedule);
    return { physicalId: name, attributes: { Arn: schedule.arn } };
  };
  const times = ['ScheduleExpression', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate', 'FlexibleTimeWindow'];
  return {
    'AWS::Scheduler::Schedule': {
      simulated: ['Name', 'GroupName', 'State', 'Target', ...times],
      inert: ['Description', 'KmsKeyArn'],
      create: place,
      update: place,
      delete: ({ physicalId }) => scheduler.remove(physicalId),
      revert: (request) => void place(request),
    },
  };
}

/** How topics and their subscriptions are created from a template. */
export function topicResources(topics: NotificationTopics): Readonly<Record<string, ResourceHandler>> {
  const placeTopic = (request: ResourceRequest) => {
    const name = nameOf(request, 'TopicName');
    const arn = topics.putTopic(name);
    return { physicalId: arn, attributes: { TopicArn: arn, TopicName: name } };
  };
  const placeSubscription = ({ logicalId, properties }: ResourceRequest) => {
    const reader = new PropertyReader(logicalId, properties);
    const topicArn = reader.text('TopicArn');
    const [protocol, endpoint] = [reader.text('Protocol'), reader.text('Endpoint')];
    reader.finish();
    const arn = topics.subscribe({ logicalId, topicArn, protocol, endpoint });
    return { physicalId: arn, attributes: { Arn: arn } };
  };
  return {
    'AWS::SNS::Topic': {
      simulated: ['TopicName'],
      inert: ['DisplayName', 'KmsMasterKeyId', 'Tags', 'TracingConfig'],
      create: placeTopic,
      update: placeTopic,
      delete: ({ physicalId }) => topics.removeTopic(physicalId),
    },
    'AWS::SNS::Subscription': {
      simulated: ['TopicArn', 'Protocol', 'Endpoint'],
      inert: [],
      create: placeSubscription,
      update: placeSubscription,
      delete: ({ physicalId }) => topics.unsubscribe(physicalId),
    },
  };
}

function nameOf(request: ResourceRequest, property: string): string {
  const name = request.properties[property];
  return typeof name === 'string' ? name : generatedName(request);
}
