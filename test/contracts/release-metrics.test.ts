import { inMemoryReleaseMetrics } from '../in-memory/in-memory-release-metrics.ts';
import { cloudWatch } from './cloudwatch-set-up.ts';
import { releaseMetricsContract } from './release-metrics-contract.ts';

releaseMetricsContract('release metrics in memory', async () => {
  const metrics = inMemoryReleaseMetrics();
  return { metrics, recorded: metrics.recorded };
});
releaseMetricsContract('release metrics in CloudWatch', cloudWatch);
