import type { Operations } from '../aws-error.ts';
import { Alarms, type AlarmsOptions } from './alarms.ts';
import { describeOperations } from './describe-alarms.ts';
import { readEmf } from './emf.ts';
import { getMetricData } from './get-metric-data.ts';
import type { MetricDatum } from './metric-datum.ts';
import { MetricStore } from './metric-store.ts';
import { putMetricData } from './put-metric-data.ts';

/** CloudWatch as far as metrics and alarms go. */
export interface CloudWatch {
  readonly operations: Operations;
  readonly alarms: Alarms;
  /** Takes one measurement; it is visible at once. */
  putMetric(datum: MetricDatum): void;
  /** Takes what a line of a function's output measures, if it does; what is broken in it is logged. */
  putLogLine(functionName: string, line: string): void;
}

export type CloudWatchOptions = Omit<AlarmsOptions, 'store'>;

export function createCloudWatch(options: CloudWatchOptions): CloudWatch {
  const { clock, log } = options;
  const now = () => clock.now();
  const store = new MetricStore(now);
  const alarms = new Alarms({ ...options, store });
  return {
    alarms,
    operations: { ...getMetricData(store, now), ...putMetricData(store, now), ...describeOperations(alarms) },
    putMetric: (datum) => store.put(datum),
    putLogLine: (functionName, line) => {
      const { data, faults } = readEmf(line, now());
      for (const datum of data) store.put(datum);
      if (faults.length > 0) log.record('cloudwatch', 'metrics-ignored', { functionName, faults });
    },
  };
}
