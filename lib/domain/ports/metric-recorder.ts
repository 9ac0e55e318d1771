import type { MetricName } from '../metric-names.ts';

/** Writes Ratchet's own metrics. */
export interface MetricRecorder {
  /** A value of the whole model, or of one function version. */
  record(name: MetricName, value: number, of: { readonly modelName: string; readonly functionVersion?: string }): void;
}
