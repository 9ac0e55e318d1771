import { describe, expect, test } from 'vitest';
import { NotificationTopics } from '../../../lib/local/events/notification-topics.ts';
import { publishOperations } from '../../../lib/local/events/publish-operation.ts';
import { caller, eventsSetUp, functionArn, MINUTE, type SetUpOptions, START, unavailable } from './events-set-up.ts';

function setUp(options: SetUpOptions = {}) {
  const runtime = eventsSetUp(options);
  const printed: string[] = [];
  const topics = new NotificationTopics({
    ...runtime.options,
    invoke: (arn, payload) => runtime.deliver(arn, payload, { source: 'sns', origin: '', attempt: 0 }),
    print: (line) => printed.push(line),
  });
  const topicArn = topics.putTopic('people');
  const operations = publishOperations(topics);
  const publish = async (input: Record<string, unknown>) =>
    operations.Publish?.({ TopicArn: topicArn, Message: 'hello', ...input }, caller) as Promise<{ MessageId: string }>;
  return { ...runtime, topics, topicArn, printed, publish };
}

describe('a notification', () => {
  test('is kept with its time and logged', async () => {
    const { publish, topics, topicArn, until, log } = setUp();
    await until(MINUTE);
    const attributes = { model: { DataType: 'String', StringValue: 'churn' } };

    const { MessageId } = await publish({ Subject: 'promoted', MessageAttributes: attributes });

    expect(topics.list(topicArn)).toEqual([
      {
        topicArn,
        subject: 'promoted',
        message: 'hello',
        attributes: { model: 'churn' },
        messageId: MessageId,
        time: START + MINUTE,
      },
    ]);
    expect(log.events()).toMatchObject([
      { source: 'sns', type: 'published', detail: { topicArn, subject: 'promoted' } },
    ]);
  });

  test('calls the functions that subscribed', async () => {
    const { publish, topics, topicArn, until, delivered, failures } = setUp();
    const subscription = topics.subscribe({ logicalId: 'Slack', topicArn, protocol: 'lambda', endpoint: functionArn });
    failures.push(unavailable());

    const { MessageId } = await publish({});
    await until(MINUTE);

    expect(delivered.map(({ target }) => target)).toEqual([functionArn, functionArn]);
    expect(JSON.parse(delivered[1]?.input ?? '')).toEqual({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: subscription,
          Sns: {
            Type: 'Notification',
            MessageId,
            TopicArn: topicArn,
            Subject: null,
            Message: 'hello',
            Timestamp: '2026-11-21T08:00:00.000Z',
            MessageAttributes: {},
          },
        },
      ],
    });
  });

  test('that a function does not take is logged', async () => {
    const { publish, topics, topicArn, until, failures, log } = setUp();
    topics.subscribe({ logicalId: 'Slack', topicArn, protocol: 'lambda', endpoint: functionArn });
    for (let index = 0; index < 4; index += 1) failures.push(unavailable());

    await publish({});
    await until(MINUTE);

    expect(log.events().map(({ type }) => type)).toEqual(['published', 'undelivered']);
  });

  test('is printed for people, until they unsubscribe', async () => {
    const { publish, topics, topicArn, printed } = setUp();
    const arn = topics.subscribe({ logicalId: 'Mail', topicArn, protocol: 'email', endpoint: 'a@example.com' });
    topics.subscribe({ logicalId: 'Else', topicArn: topics.putTopic('other'), protocol: 'email', endpoint: 'b' });

    await publish({ Subject: 'promoted' });
    topics.unsubscribe(arn);
    await publish({});

    expect(printed).toEqual(['2026-11-21T08:00:00.000Z email a@example.com: promoted\nhello']);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a topic that does not exist', { TopicArn: 'arn:aws:sns:eu-central-1:111122223333:gone' }, 'NotFound'],
    ['no message', { Message: '' }, 'InvalidParameter'],
    ['too long a message', { Message: 'x'.repeat(262_145) }, 'InvalidParameter'],
    ['a subject of two lines', { Subject: 'a\nb' }, 'InvalidParameter'],
    ['too long a subject', { Subject: 'x'.repeat(101) }, 'InvalidParameter'],
    ['a message per protocol', { MessageStructure: 'json' }, 'InvalidParameter'],
    ['a binary attribute', { MessageAttributes: { a: { DataType: 'Binary', BinaryValue: '' } } }, 'InvalidParameter'],
  ])('is refused with %s', async (_, input, code) => {
    await expect(setUp().publish(input)).rejects.toMatchObject({ code });
  });
});
