import { type MinuteCounts, noMinuteCounts, type ReleaseMetrics } from '../../lib/domain/ports/release-metrics.ts';
import type { Timestamp } from '../../lib/domain/time.ts';

export type Counter = Exclude<keyof MinuteCounts, 'minute'>;
export type Counts = Partial<Record<Counter, number>>;

/** What one function version did in one minute; a counter that is left out was never written. */
export interface RecordedMinute {
  readonly modelName: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly minute: Timestamp;
  readonly counts: Counts;
}

export interface InMemoryReleaseMetrics extends ReleaseMetrics {
  /** In any order; one of the same minute is added to it. */
  readonly recorded: RecordedMinute[];
}

export function inMemoryReleaseMetrics(): InMemoryReleaseMetrics {
  const recorded: RecordedMinute[] = [];
  return {
    recorded,
    async readMinutes({ modelName, functionName, functionVersion, from, to }) {
      const own = recorded.filter(
        (minute) =>
          minute.modelName === modelName &&
          minute.functionName === functionName &&
          minute.functionVersion === functionVersion,
      );
      const minutes = Map.groupBy(own, ({ minute }) => minute);
      return [...minutes]
        .filter(([minute]) => minute >= from && minute < to)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([minute, parts]) => ({ minute, ...parts.map(({ counts }) => counts).reduce(sum, noMinuteCounts) }));
    },
  };
}

function sum(one: Readonly<Required<Counts>>, other: Counts): Required<Counts> {
  return {
    invocations: one.invocations + (other.invocations ?? 0),
    errors: one.errors + (other.errors ?? 0),
    answers: one.answers + (other.answers ?? 0),
    badAnswers: one.badAnswers + (other.badAnswers ?? 0),
    slowAnswers: one.slowAnswers + (other.slowAnswers ?? 0),
    labelledAnswers: one.labelledAnswers + (other.labelledAnswers ?? 0),
    wrongAnswers: one.wrongAnswers + (other.wrongAnswers ?? 0),
  };
}
