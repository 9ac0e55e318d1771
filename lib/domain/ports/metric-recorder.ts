import type { MetricName } from '../metric-names.ts';
import type { Timestamp } from '../time.ts';

/** What a value is about. */
interface MeasuredSubject {
  readonly modelName: string;
  /** @default the whole model */
  readonly functionVersion?: string;
  /** When it happened; CloudWatch takes the last two weeks. @default now */
  readonly at?: Timestamp;
}

/** Writes Ratchet's own metrics. */
export interface MetricRecorder {
  record(name: MetricName, value: number, of: MeasuredSubject): void;
}
