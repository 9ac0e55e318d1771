import { generatedName, type ResourceHandler } from '../assembly/resource-handler.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';

/** A message that nobody takes out. */
export interface DeadLetter {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** When it came, in milliseconds since 1970. */
  readonly time: number;
}

interface Queue {
  readonly retention: number;
  letters: DeadLetter[];
}

/** What SQS keeps when nothing else is said: four days, in seconds. */
const DEFAULT_RETENTION = 345_600;

/** Queues for what could not be delivered, as lists that people look at. */
export class DeadLetterQueues {
  private readonly now: () => number;
  private readonly log: EventLog;
  private readonly queues = new Map<string, Queue>();

  constructor({ now, log }: { readonly now: () => number; readonly log: EventLog }) {
    this.now = now;
    this.log = log;
  }

  /** Creates a queue, or changes how long it keeps its messages. Answers its ARN. */
  put(name: string, retentionSeconds = DEFAULT_RETENTION): string {
    const arn = `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;
    const letters = this.queues.get(arn)?.letters ?? [];
    this.queues.set(arn, { retention: retentionSeconds * 1_000, letters });
    return arn;
  }

  remove(arn: string): void {
    this.queues.delete(arn);
  }

  send(arn: string, body: string, attributes: Readonly<Record<string, string>>): void {
    this.queue(arn).letters.push({ body, attributes, time: this.now() });
    this.log.record('sqs', 'dead-letter', { queue: arn, body, attributes });
  }

  /** What came within the time that the queue keeps its messages, oldest first. */
  list(arn: string): readonly DeadLetter[] {
    const queue = this.queue(arn);
    queue.letters = queue.letters.filter(({ time }) => time > this.now() - queue.retention);
    return queue.letters;
  }

  private queue(arn: string): Queue {
    const queue = this.queues.get(arn);
    if (queue === undefined) throw new Error(`the queue ${arn} does not exist`);
    return queue;
  }
}

/** How queues are created from a template. */
export function queueResources(queues: DeadLetterQueues): Readonly<Record<string, ResourceHandler>> {
  const place: ResourceHandler['create'] = (request) => {
    const { QueueName, MessageRetentionPeriod } = request.properties;
    const name = typeof QueueName === 'string' ? QueueName : generatedName(request);
    const retention = typeof MessageRetentionPeriod === 'number' ? MessageRetentionPeriod : undefined;
    const url = `https://sqs.${LOCAL_REGION}.amazonaws.com/${LOCAL_ACCOUNT}/${name}`;
    return { physicalId: url, attributes: { Arn: queues.put(name, retention), QueueName: name, QueueUrl: url } };
  };
  return {
    'AWS::SQS::Queue': {
      simulated: ['QueueName', 'MessageRetentionPeriod'],
      inert: ['SqsManagedSseEnabled', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'Tags'],
      create: place,
      update: place,
      delete: ({ attributes }) => queues.remove(String(attributes.Arn)),
    },
  };
}
