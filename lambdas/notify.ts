import { dynamoDb, eventBridge, sns } from '../lib/aws/clients.ts';
import { dynamoDbSentNotices } from '../lib/aws/dynamodb-sent-notices.ts';
import { eventBridgeEventBus } from '../lib/aws/eventbridge-event-bus.ts';
import { snsNotifications } from '../lib/aws/sns-notifications.ts';
import { type LedgerEntry, parseStoredEntry } from '../lib/domain/ledger/ledger-entry.ts';
import type { EventType } from '../lib/domain/ledger/ledger-event.ts';
import type { Notice } from '../lib/domain/ledger/notice.ts';
import { noticeDetail, noticeText } from '../lib/domain/ledger/notice-text.ts';
import { type MetricName, metricNames } from '../lib/domain/metric-names.ts';
import type { EventBus, Notifications, SentNotices } from '../lib/domain/ports/announcements.ts';
import type { FailureLog } from '../lib/domain/ports/failure-log.ts';
import type { MetricRecorder } from '../lib/domain/ports/metric-recorder.ts';
import type { BatchAnswer, StreamEvent } from '../lib/domain/steps/stream-records.ts';
import { loggedFailures } from './failure-log.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { embeddedMetrics } from './metric-recorder.ts';

export interface NotifyPorts {
  readonly notifications: Notifications;
  readonly bus: EventBus;
  readonly sent: SentNotices;
  readonly metrics: MetricRecorder;
  /** Tells why a record has to come again. */
  readonly failures: FailureLog;
}

const counted: Readonly<Partial<Record<EventType, MetricName>>> = {
  registered: metricNames.retrains,
  promoted: metricNames.promotions,
  'rolled-back': metricNames.rollbacks,
};

/** Announces new ledger entries in their order; the first that cannot be announced comes again, with all after it. */
export function createNotify(ports: NotifyPorts) {
  return async ({ Records }: StreamEvent): Promise<BatchAnswer> => {
    for (const { dynamodb } of Records) {
      try {
        await announce(ports, readEntry(dynamodb.NewImage));
      } catch (error) {
        ports.failures.record('notice_failed', error);
        return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
      }
    }
    return { batchItemFailures: [] };
  };
}

async function announce({ notifications, bus, sent, metrics }: NotifyPorts, entry: LedgerEntry): Promise<void> {
  const { modelName, sequence, notice, event } = entry;
  if (notice !== null) {
    if (await sent.isSent(modelName, sequence)) return;
    await notifications.send(message(entry, notice));
    await bus.put({ detailType: notice.detailType, detail: noticeDetail(entry), resources: [] });
    await sent.markSent(modelName, sequence);
  }
  const metric = counted[event.type];
  if (metric !== undefined) metrics.record(metric, 1, { modelName });
}

function message(entry: LedgerEntry, { subject, detailType, severity }: Notice) {
  const { modelName, sequence } = entry;
  return {
    subject: `${modelName}: ${subject}`,
    body: noticeText(entry),
    attributes: { model: modelName, detailType, severity, sequence: String(sequence) },
  };
}

/** An item that is no entry is a broken one: its text does not have its hash. */
function readEntry(item: StreamEvent['Records'][number]['dynamodb']['NewImage']): LedgerEntry {
  return parseStoredEntry({ text: String(item?.body?.S ?? ''), hash: String(item?.hash?.S ?? '') });
}

export const handler = lambdaHandler('notify', (environment) =>
  createNotify({
    notifications: snsNotifications(sns(), environment.NOTIFICATION_TOPIC_ARN),
    bus: eventBridgeEventBus(eventBridge(), 'default'),
    sent: dynamoDbSentNotices(dynamoDb(), environment.REGISTRY_TABLE_NAME),
    metrics: embeddedMetrics(),
    failures: loggedFailures('notify'),
  }),
);
