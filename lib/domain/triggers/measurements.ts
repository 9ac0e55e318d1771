import type { MetricName } from '../metric-names.ts';

/** A value for one of Ratchet's own metrics. */
export interface Measurement {
  readonly name: MetricName;
  readonly value: number;
}
