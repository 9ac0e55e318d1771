import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { onTestFinished } from 'vitest';
import { cloudWatchAlarms } from '../../lib/aws/cloudwatch-alarms.ts';
import { cloudWatchReleaseMetrics } from '../../lib/aws/cloudwatch-release-metrics.ts';
import { inMemoryAlarms } from '../in-memory/in-memory-alarms.ts';
import { inMemoryReleaseMetrics } from '../in-memory/in-memory-release-metrics.ts';
import { clientConfig } from './wire/client-config.ts';
import { startCloudWatchWire } from './wire/cloudwatch-wire.ts';

/** Metrics and alarms in memory, seen through the SDK and HTTP. */
export async function cloudWatch() {
  const [metrics, alarms] = [inMemoryReleaseMetrics(), inMemoryAlarms()];
  const wire = await startCloudWatchWire(metrics, alarms);
  onTestFinished(() => wire.close());
  const client = new CloudWatchClient(clientConfig(wire.endpoint));
  return {
    metrics: cloudWatchReleaseMetrics(client),
    recorded: metrics.recorded,
    alarms: cloudWatchAlarms(client),
    existing: alarms.alarms,
    wire,
  };
}
