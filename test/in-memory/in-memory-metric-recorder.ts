import type { MetricRecorder } from '../../lib/domain/ports/metric-recorder.ts';

export interface InMemoryMetricRecorder extends MetricRecorder {
  /** `Answers 1` for the whole model, `Answers 1 of 7` for its function version 7; in the order of recording. */
  readonly lines: string[];
}

export function inMemoryMetricRecorder(): InMemoryMetricRecorder {
  const lines: string[] = [];
  return {
    lines,
    record(name, value, { functionVersion }) {
      lines.push(`${name} ${value}${functionVersion === undefined ? '' : ` of ${functionVersion}`}`);
    },
  };
}
