import { describe, expect, test } from 'vitest';
import {
  addSummary,
  addValue,
  emptySummary,
  parseStatistic,
  type Statistic,
  statisticOf,
} from '../../../lib/local/cloudwatch/statistic.ts';

function summaryOf(values: readonly number[]) {
  const summary = emptySummary();
  for (const value of values) addValue(summary, value);
  return summary;
}

const of = (text: string, values: readonly number[]) => {
  const statistic = parseStatistic(text);
  return statistic === undefined ? undefined : statisticOf(statistic, summaryOf(values));
};

describe('statistics', () => {
  test.each([
    ['Sum', 11],
    ['SampleCount', 4],
    ['Average', 2.75],
    ['Minimum', -1],
    ['Maximum', 8],
  ])('%s', (text, expected) => {
    expect(of(text, [1, 8, 3, -1])).toBe(expected);
  });

  test('a percentile is the smallest value that so many per cent do not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

    expect(of('p99', hundred)).toBe(99);
    expect(of('p99.5', hundred)).toBe(100);
    expect(of('p50', hundred)).toBe(50);
    expect(of('p100', hundred)).toBe(100);
    expect(of('p0', hundred)).toBe(1);
    expect(of('p95', [5, 5, 5])).toBe(5);
  });

  test('putting two spans together is the same as measuring one', () => {
    const statistics: Statistic[] = ['Sum', 'SampleCount', 'Minimum', 'Maximum', { percentile: 75 }];
    const [one, other] = [
      [3, 3, 3],
      [1, 9],
    ];
    const together = summaryOf(one);
    addSummary(together, summaryOf(other), true);
    addSummary(together, emptySummary(), true);

    for (const statistic of statistics) {
      expect(statisticOf(statistic, together)).toBe(statisticOf(statistic, summaryOf([...one, ...other])));
    }
  });

  test('totals can be put together without their occurrences, for all but percentiles', () => {
    const together = summaryOf([3, 3]);
    addSummary(together, summaryOf([1, 9]), false);

    const statistics = ['Sum', 'SampleCount', 'Minimum', 'Maximum', 'Average'] as const;
    expect(statistics.map((one) => statisticOf(one, together))).toEqual([16, 4, 1, 9, 4]);
  });

  test.each(['tm90', 'p101', 'sum', 'IQM', ''])('%s is not simulated', (text) => {
    expect(parseStatistic(text)).toBeUndefined();
  });
});
