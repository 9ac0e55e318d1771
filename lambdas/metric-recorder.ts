import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, METRIC_SERVICE, metricDimensions, metricNames } from '../lib/domain/metric-names.ts';
import type { MetricRecorder } from '../lib/domain/ports/metric-recorder.ts';
import { milliseconds } from '../lib/domain/time.ts';

const HIGH_RESOLUTION: readonly string[] = [metricNames.predictFailure];

/** Metrics as log lines in CloudWatch's embedded metric format: no call, and so nothing to wait for or to fail. */
export function embeddedMetrics(): MetricRecorder {
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: METRIC_SERVICE });
  return {
    record(name, value, { modelName, functionVersion, at }) {
      const single = metrics.singleMetric();
      single.addDimension(metricDimensions.model, modelName);
      if (functionVersion !== undefined) single.addDimension(metricDimensions.functionVersion, functionVersion);
      if (at !== undefined) single.setTimestamp(milliseconds(at));
      single.addMetric(name, MetricUnit.NoUnit, value, HIGH_RESOLUTION.includes(name) ? 1 : 60);
    },
  };
}
