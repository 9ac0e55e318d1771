import { describe, expect, test } from 'vitest';
import { queueResources } from '../../../lib/local/events/dead-letter-queues.ts';
import { EventBus } from '../../../lib/local/events/event-bus.ts';
import { ruleResources, scheduleResources, topicResources } from '../../../lib/local/events/event-resources.ts';
import { NotificationTopics } from '../../../lib/local/events/notification-topics.ts';
import { Scheduler } from '../../../lib/local/events/scheduler.ts';
import { DAY, eventsSetUp, functionArn, MINUTE, START } from './events-set-up.ts';

function setUp() {
  const runtime = eventsSetUp();
  const bus = new EventBus(runtime.options);
  const scheduler = new Scheduler(runtime.options);
  const topics = new NotificationTopics({ ...runtime.options, invoke: async () => undefined, print: () => undefined });
  const handlers = {
    ...ruleResources(bus),
    ...scheduleResources(scheduler, () => runtime.clock.now()),
    ...topicResources(topics),
    ...queueResources(runtime.deadLetters),
  };
  const request = (properties: Record<string, unknown>) => ({
    stackName: 'Stack',
    stackId: 'id',
    logicalId: 'Thing',
    type: '',
    properties,
    assets: new Map<string, string>(),
  });
  const handlerOf = (type: string) => {
    const handler = handlers[type];
    if (handler === undefined) throw new Error(`no handler of ${type}`);
    return handler;
  };
  return {
    ...runtime,
    bus,
    scheduler,
    topics,
    create: async (type: string, properties: Record<string, unknown>) => handlerOf(type).create(request(properties)),
    update: async (type: string, properties: Record<string, unknown>, physicalId: string) =>
      handlerOf(type).update?.(request(properties), { physicalId, attributes: {}, properties }),
    remove: async (type: string, physicalId: string, attributes: Record<string, unknown> = {}) =>
      handlerOf(type).delete?.({ physicalId, attributes, properties: {} }, request({})),
  };
}

describe('from a template', () => {
  test('rules are created, changed and deleted', async () => {
    const { create, update, remove, bus } = setUp();
    const properties = { EventPattern: { source: ['a'] }, Targets: [] };

    expect(await create('AWS::Events::Rule', properties)).toEqual({
      physicalId: 'Stack-Thing',
      attributes: { Arn: 'arn:aws:events:eu-central-1:111122223333:rule/Stack-Thing' },
    });
    await update('AWS::Events::Rule', { ...properties, State: 'DISABLED' }, 'Stack-Thing');
    expect(bus.list()).toMatchObject([{ name: 'Stack-Thing', enabled: false }]);
    await remove('AWS::Events::Rule', 'Stack-Thing');
    expect(bus.list()).toEqual([]);
  });

  test('schedules are, and a changed one stays in step with its creation', async () => {
    const { create, update, remove, scheduler, until } = setUp();
    const properties = {
      Name: 'reconcile',
      ScheduleExpression: 'rate(5 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: functionArn, Input: '{}' },
    };
    const created = await create('AWS::Scheduler::Schedule', properties);
    await until(7 * MINUTE);
    await update('AWS::Scheduler::Schedule', { ...properties, ScheduleExpression: 'rate(4 minutes)' }, 'reconcile');

    expect(created).toEqual({
      physicalId: 'reconcile',
      attributes: { Arn: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/reconcile' },
    });
    expect(scheduler.nextRun('reconcile')).toBe(START + 8 * MINUTE);
    await remove('AWS::Scheduler::Schedule', 'reconcile');
    expect(scheduler.list()).toEqual([]);
  });

  test('topics are, and their subscriptions', async () => {
    const { create, update, remove, topics } = setUp();
    const topic = await create('AWS::SNS::Topic', { TopicName: 'people' });
    const arn = topic.physicalId;
    const subscription = { TopicArn: arn, Protocol: 'email', Endpoint: 'a@example.com' };

    expect(topic.attributes).toEqual({ TopicArn: arn, TopicName: 'people' });
    expect((await create('AWS::SNS::Subscription', subscription)).physicalId).toBe(`${arn}:Thing`);
    topics.publish({ topicArn: arn, subject: null, message: 'x', attributes: {} });
    await update('AWS::SNS::Topic', { TopicName: 'people', DisplayName: 'x' }, arn);
    expect(topics.list(arn)).toHaveLength(1);
    await remove('AWS::SNS::Subscription', `${arn}:Thing`);
    await remove('AWS::SNS::Topic', arn);
    expect(() => topics.list(arn)).toThrow('Topic does not exist');
  });

  test('a subscription with a filter is refused', async () => {
    const { create } = setUp();
    const { physicalId } = await create('AWS::SNS::Topic', {});
    const subscription = { TopicArn: physicalId, Protocol: 'lambda', Endpoint: functionArn, FilterPolicy: {} };

    await expect(create('AWS::SNS::Subscription', subscription)).rejects.toThrow(
      "Thing: 'FilterPolicy' is not simulated",
    );
  });

  test('queues are, and keep their letters as long as they say', async () => {
    const { create, update, remove, deadLetters, until } = setUp();
    const queue = await create('AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600 });
    const arn = String(queue.attributes.Arn);

    expect(queue).toEqual({
      physicalId: 'https://sqs.eu-central-1.amazonaws.com/111122223333/Stack-Thing',
      attributes: {
        Arn: 'arn:aws:sqs:eu-central-1:111122223333:Stack-Thing',
        QueueName: 'Stack-Thing',
        QueueUrl: queue.physicalId,
      },
    });
    deadLetters.send(arn, 'first', { WHY: 'x' });
    await until(10 * DAY);
    deadLetters.send(arn, 'second', {});
    expect(deadLetters.list(arn).map(({ body, time }) => [body, (time - START) / DAY])).toEqual([
      ['first', 0],
      ['second', 10],
    ]);
    await update('AWS::SQS::Queue', {}, queue.physicalId);
    expect(deadLetters.list(arn).map(({ body }) => body)).toEqual(['second']);
    await remove('AWS::SQS::Queue', queue.physicalId, queue.attributes);
    expect(() => deadLetters.send(arn, 'x', {})).toThrow(`the queue ${arn} does not exist`);
  });
});
