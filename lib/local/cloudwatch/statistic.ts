/** What was measured within a span of time. */
export interface Summary {
  sum: number;
  count: number;
  minimum: number;
  maximum: number;
  /** How often each value occurred, so that percentiles are exact; null while all values are the same. */
  occurrences: Map<number, number> | null;
}

const simpleStatistics = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;

type SimpleStatistic = (typeof simpleStatistics)[number];

/** One of CloudWatch's plain statistics, or a percentile. */
export type Statistic = SimpleStatistic | { readonly percentile: number };

export function emptySummary(): Summary {
  return { sum: 0, count: 0, minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY, occurrences: null };
}

export function addValue(summary: Summary, value: number): void {
  addOccurrences(summary, value, 1);
  summary.sum += value;
}

/** Adds a part to a total. Percentiles of the total are right only if all parts were added with their occurrences. */
export function addSummary(total: Summary, part: Summary, withOccurrences: boolean): void {
  total.sum += part.sum;
  if (withOccurrences && part.occurrences !== null) {
    for (const [value, times] of part.occurrences) addOccurrences(total, value, times);
  } else if (withOccurrences && part.count > 0) {
    addOccurrences(total, part.minimum, part.count);
  } else {
    total.count += part.count;
    total.minimum = Math.min(total.minimum, part.minimum);
    total.maximum = Math.max(total.maximum, part.maximum);
  }
}

function addOccurrences(summary: Summary, value: number, times: number): void {
  const same = summary.count === 0 || (summary.occurrences === null && value === summary.minimum);
  if (!same) {
    summary.occurrences ??= new Map([[summary.minimum, summary.count]]);
    summary.occurrences.set(value, (summary.occurrences.get(value) ?? 0) + times);
  }
  summary.count += times;
  summary.minimum = Math.min(summary.minimum, value);
  summary.maximum = Math.max(summary.maximum, value);
}

/** `Sum`, `p99`, `p99.9` and the like; undefined for a statistic that is not simulated, such as a trimmed mean. */
export function parseStatistic(text: string): Statistic | undefined {
  const simple = simpleStatistics.find((one) => one === text);
  if (simple !== undefined) return simple;
  const percentile = Number(/^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(text)?.[1] ?? Number.NaN);
  return Number.isNaN(percentile) ? undefined : { percentile };
}

/** The statistic of a summary with at least one value. */
export function statisticOf(statistic: Statistic, summary: Summary): number {
  switch (statistic) {
    case 'SampleCount':
      return summary.count;
    case 'Sum':
      return summary.sum;
    case 'Average':
      return summary.sum / summary.count;
    case 'Minimum':
      return summary.minimum;
    case 'Maximum':
      return summary.maximum;
    default:
      return percentileOf(statistic.percentile, summary);
  }
}

/** Nearest rank: the smallest value that at least this share of all values does not exceed. AWS approximates instead. */
function percentileOf(percentile: number, { count, minimum, maximum, occurrences }: Summary): number {
  if (occurrences === null) return minimum;
  let wanted = Math.max(1, Math.ceil((percentile / 100) * count));
  for (const [value, times] of [...occurrences].sort(([one], [other]) => one - other)) {
    wanted -= times;
    if (wanted <= 0) return value;
  }
  return maximum;
}
