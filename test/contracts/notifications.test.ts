import { SNSClient } from '@aws-sdk/client-sns';
import type { FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { snsNotifications } from '../../lib/aws/sns-notifications.ts';
import { inMemoryNotifications } from '../in-memory/in-memory-notifications.ts';
import { notificationsContract } from './notifications-contract.ts';
import { clientConfig } from './wire/client-config.ts';
import { startObjectStore } from './wire/s3-stand-in.ts';

/** How SNS wraps a message for a queue. */
const envelope = z.object({
  Subject: z.string(),
  Message: z.string(),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.literal('String'), Value: z.string() })).default({}),
});

let server: FauxqsServer;
let topics = 0;

beforeAll(async () => {
  server = await startObjectStore();
});
afterAll(() => server.stop());

function createTopic() {
  topics += 1;
  const [topic, queue] = [`notices-${topics}`, `inbox-${topics}`];
  const region = 'eu-west-1';
  const { topicArn } = server.createTopic(topic, { region });
  server.createQueue(queue, { region });
  server.subscribe({ topic, queue, region });
  const received = () =>
    (server.inspectQueue(queue)?.messages.ready ?? []).map(({ body }) => {
      const { Subject, Message, MessageAttributes } = envelope.parse(JSON.parse(body));
      const attributes = Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]);
      return { subject: Subject, body: Message, attributes: Object.fromEntries(attributes) };
    });
  return { topicArn, received };
}

notificationsContract('notifications in memory', async () => {
  const notifications = inMemoryNotifications();
  return { notifications, received: () => notifications.sent };
});

notificationsContract('notifications through SNS', async () => {
  const { topicArn, received } = createTopic();
  return { notifications: snsNotifications(new SNSClient(clientConfig(server.address)), topicArn), received };
});

test('a topic that does not exist is a failure', async () => {
  const topicArn = 'arn:aws:sns:eu-west-1:000000000000:no-such-topic';
  const notifications = snsNotifications(new SNSClient(clientConfig(server.address)), topicArn);

  await expect(notifications.send({ subject: 'x', body: 'y', attributes: {} })).rejects.toThrow();
});
