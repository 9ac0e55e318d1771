import { AwsError, LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import type { FaultPlan } from '../fault-plan.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { Deliveries } from './deliveries.ts';

export interface Notification {
  readonly topicArn: string;
  readonly subject: string | null;
  readonly message: string;
  /** Value of each message attribute, all of them texts. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A notification that was published. */
export interface KeptNotification extends Notification {
  readonly messageId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface Subscription {
  readonly logicalId: string;
  readonly topicArn: string;
  /** `lambda` is called; what others would get, such as `email`, is printed. */
  readonly protocol: string;
  readonly endpoint: string;
}

export interface TopicsOptions {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly random: SeededRandom;
  readonly faults: FaultPlan;
  /** Calls a function without waiting for its answer. */
  readonly invoke: (functionArn: string, payload: string) => Promise<void>;
  /** Shows a line to whoever runs this. */
  readonly print: (line: string) => void;
}

const POLICY = { maximumRetries: 3, maximumAgeSeconds: 3_600 };

/** SNS topics. Every notification is kept, with its virtual time. */
export class NotificationTopics {
  private readonly options: TopicsOptions;
  private readonly ids: SeededRandom;
  private readonly deliveries: Deliveries;
  private readonly topics = new Map<string, KeptNotification[]>();
  private readonly subscriptions = new Map<string, Subscription>();

  constructor(options: TopicsOptions) {
    const random = options.random.fork('notifications');
    this.options = options;
    this.ids = random.fork('message ids');
    this.deliveries = new Deliveries({ ...options, random });
  }

  /** Creates a topic, if there is none of that name. Answers its ARN. */
  putTopic(name: string): string {
    const arn = `arn:aws:sns:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;
    if (!this.topics.has(arn)) this.topics.set(arn, []);
    return arn;
  }

  removeTopic(arn: string): void {
    this.topics.delete(arn);
  }

  /** Adds or replaces a subscription. Answers its ARN. */
  subscribe(subscription: Subscription): string {
    const arn = `${subscription.topicArn}:${subscription.logicalId}`;
    this.kept(subscription.topicArn);
    this.subscriptions.set(arn, subscription);
    return arn;
  }

  unsubscribe(arn: string): void {
    this.subscriptions.delete(arn);
  }

  /** Answers the id of the message. Throws the `AwsError` `NotFound` for a topic that does not exist. */
  publish(notification: Notification): string {
    const messageId = seededUuid(this.ids);
    const { topicArn, subject, message, attributes } = notification;
    const kept = { topicArn, subject, message, attributes, messageId, time: this.options.clock.now() };
    this.kept(topicArn).push(kept);
    this.options.log.record('sns', 'published', { topicArn, messageId, subject, message, attributes });
    for (const [arn, subscription] of this.subscriptions) {
      if (subscription.topicArn === topicArn) this.tell(arn, subscription, kept);
    }
    return messageId;
  }

  /** What was published on a topic, oldest first. */
  list(topicArn: string): readonly KeptNotification[] {
    return this.kept(topicArn);
  }

  private kept(topicArn: string): KeptNotification[] {
    const kept = this.topics.get(topicArn);
    if (kept === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return kept;
  }

  private tell(arn: string, { logicalId, protocol, endpoint }: Subscription, kept: KeptNotification): void {
    const { log, invoke, print } = this.options;
    if (protocol !== 'lambda') {
      print(`${new Date(kept.time).toISOString()} ${protocol} ${endpoint}: ${kept.subject ?? ''}\n${kept.message}`);
      return;
    }
    const what = { subscription: arn, messageId: kept.messageId };
    this.deliveries.start({
      point: `sns:deliver:${logicalId}`,
      policy: POLICY,
      attempt: () => invoke(endpoint, lambdaEvent(arn, kept)),
      delivered: (attempt) => log.record('sns', 'delivered', { ...what, attempt }),
      givenUp: (failure) => log.record('sns', 'undelivered', { ...what, ...failure }),
    });
  }
}

/** What SNS calls a function with. */
function lambdaEvent(subscriptionArn: string, kept: KeptNotification): string {
  const attributes = Object.entries(kept.attributes).map(([name, Value]) => [name, { Type: 'String', Value }]);
  const Sns = {
    Type: 'Notification',
    MessageId: kept.messageId,
    TopicArn: kept.topicArn,
    Subject: kept.subject,
    Message: kept.message,
    Timestamp: new Date(kept.time).toISOString(),
    MessageAttributes: Object.fromEntries(attributes),
  };
  const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscriptionArn, Sns };
  return JSON.stringify({ Records: [record] });
}
