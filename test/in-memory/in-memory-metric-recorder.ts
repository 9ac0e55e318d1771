import type { MetricRecorder } from '../../lib/domain/ports/metric-recorder.ts';

export interface InMemoryMetricRecorder extends MetricRecorder {
  /**
   * `Answers 1` for the whole model, `Answers 1 of 7` for its function version 7, with ` at ` and a time where one is given;
   * in the order of recording.
   */
  readonly lines: string[];
}

export function inMemoryMetricRecorder(): InMemoryMetricRecorder {
  const lines: string[] = [];
  return {
    lines,
    record(name, value, { functionVersion, at }) {
      const of = functionVersion === undefined ? '' : ` of ${functionVersion}`;
      lines.push(`${name} ${value}${of}${at === undefined ? '' : ` at ${at}`}`);
    },
  };
}
