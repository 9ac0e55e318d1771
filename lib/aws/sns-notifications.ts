import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type Notifications, subjectLine } from '../domain/ports/announcements.ts';

export function snsNotifications(client: SNSClient, topicArn: string): Notifications {
  return {
    async send({ subject, body, attributes }) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      );
      const message = { Subject: subjectLine(subject), Message: body, MessageAttributes };
      await client.send(new PublishCommand({ TopicArn: topicArn, ...message }));
    },
  };
}
