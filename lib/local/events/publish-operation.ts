import { AwsError, type Operations } from '../aws-error.ts';
import { PropertyReader } from '../cloudwatch/read-properties.ts';
import type { NotificationTopics } from './notification-topics.ts';

const [LONGEST_SUBJECT, MOST_BYTES] = [100, 262_144];

/** `Publish` to a topic, its parameters as an object: `{TopicArn, Subject, Message, MessageAttributes}`. */
export function publishOperations(topics: NotificationTopics): Operations {
  return {
    Publish: (input) => {
      const request = new PropertyReader('Publish', input, invalid);
      const topicArn = request.text('TopicArn');
      const subject = request.optionalText('Subject') ?? null;
      const message = request.text('Message');
      const attributes = readAttributes(request);
      request.finish();
      if (subject !== null && (subject === '' || subject.length > LONGEST_SUBJECT || /[\r\n]/.test(subject))) {
        throw request.refuse(`'Subject' should be one line of at most ${LONGEST_SUBJECT} characters`);
      }
      if (message === '' || Buffer.byteLength(message) > MOST_BYTES) {
        throw request.refuse(`'Message' should have from 1 to ${MOST_BYTES} bytes`);
      }
      return { MessageId: topics.publish({ topicArn, subject, message, attributes }) };
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameter', message);
}

function readAttributes(request: PropertyReader): Readonly<Record<string, string>> {
  const attributes = request.optionalChild('MessageAttributes');
  const pairs = (attributes?.names() ?? []).map((name) => {
    const attribute = request.child('MessageAttributes').child(name);
    attribute.oneOf('DataType', ['String']);
    const value = attribute.text('StringValue');
    attribute.finish();
    return [name, value] as const;
  });
  return Object.fromEntries(pairs);
}
