import { describe, expect, test } from 'vitest';
import { clumpedTable, countAt, poissonTable } from '../../bench/canary/count-table.ts';
import { createTraffic } from '../../bench/canary/traffic.ts';

const plain = { name: 'plain', rate: 10, canaryShare: 0.05 };

function sumOf(counts: ArrayLike<number>, from = 0, until = counts.length): number {
  return Array.from(counts)
    .slice(from, until)
    .reduce((sum, count) => sum + count, 0);
}

describe.each([
  ['a few independent events', poissonTable(0.12), 0.12, 0.12],
  ['many independent events', poissonTable(5292), 5292, 5292],
  ['clumping events', clumpedTable(12, 1), 12, 12 + 144],
  ['slightly clumping events', clumpedTable(120, 0.2), 120, 120 + 0.04 * 120 ** 2],
])('the table of %s', (_, table, mean, variance) => {
  const probabilities = [...table.cumulative].map((sum, count) => sum - (table.cumulative[count - 1] ?? 0));
  const moment = (of: (count: number) => number) => probabilities.reduce((sum, one, count) => sum + one * of(count), 0);

  test('has probabilities that add up to 1, and the mean and variance of its distribution', () => {
    expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
    expect(table.cumulative.at(-1)).toBeCloseTo(1, 12);
    expect(moment((count) => count) / mean).toBeCloseTo(1, 9);
    expect(moment((count) => (count - mean) ** 2) / variance).toBeCloseTo(1, 8);
  });

  test('gives the smallest count whose cumulative probability exceeds the number', () => {
    for (const number of [0, 1e-12, 0.1, 0.5, 0.9, 1 - 1e-12, ...table.cumulative.slice(0, 50)]) {
      const expected = table.cumulative.findIndex((sum) => number < sum);
      if (expected >= 0) expect(countAt(table, number)).toBe(expected);
    }
  });
});

test('the canary answers its weight of all requests, and its share of them badly', () => {
  const day = createTraffic(plain, 7).day(0);
  expect(sumOf(day.canaryTotal) / 86_400).toBeCloseTo(1, 1);
  expect(sumOf(day.baselineTotal) / 777_600).toBeCloseTo(1, 2);
  expect(sumOf(day.canaryBad) / sumOf(day.canaryTotal)).toBeCloseTo(0.05, 2);
  expect(sumOf(day.baselineBad) / sumOf(day.baselineTotal)).toBeCloseTo(0.02, 3);
});

test('in a shared incident both arms fail for thirty minutes, and no other minute changes', () => {
  const day = createTraffic(plain, 7).day(3);
  const incident = createTraffic({ ...plain, incident: { from: 10 } }, 7).day(3);
  for (const arm of ['canaryBad', 'baselineBad', 'canaryTotal', 'baselineTotal'] as const) {
    expect(incident[arm].subarray(0, 10)).toEqual(day[arm].subarray(0, 10));
    expect(incident[arm].subarray(10, 40)).not.toEqual(day[arm].subarray(10, 40));
    expect(incident[arm].subarray(40)).toEqual(day[arm].subarray(40));
  }
  const shareOf = (bad: Int32Array, total: Int32Array) => sumOf(bad, 10, 40) / sumOf(total, 10, 40);
  expect(shareOf(incident.canaryBad, incident.canaryTotal)).toBeCloseTo(0.15, 1);
  expect(shareOf(incident.baselineBad, incident.baselineTotal)).toBeCloseTo(0.15, 1);
});

test('a ramp gives the canary more every hour, and in the end everything', () => {
  const traffic = createTraffic({ ...plain, ramp: [0.01, 0.1, 0.5, 1] }, 7);
  const day = traffic.day(0);
  const hours = [0, 1, 2, 3, 23].map((hour) => {
    const [from, until] = [hour * 60, hour * 60 + 60];
    const canary = sumOf(day.canaryTotal, from, until);
    return Number((canary / (canary + sumOf(day.baselineTotal, from, until))).toFixed(2));
  });
  expect(hours).toEqual([0.01, 0.1, 0.5, 1, 1]);
  expect(sumOf(day.baselineTotal, 180)).toBe(0);
});

test('the day before has the baseline alone, which differs between the days', () => {
  const before = createTraffic({ ...plain, clumping: 1 }, 7).previousDay(0);
  expect(before).toHaveLength(1440);
  const bad = sumOf(before.map((minute) => minute.bad));
  expect(bad / sumOf(before.map((minute) => minute.total))).toBeCloseTo(0.02, 2);
  expect(before.every((minute) => minute.bad <= minute.total)).toBe(true);
  expect(createTraffic({ ...plain, clumping: 1 }, 7).previousDay(1)).not.toEqual(before);
});
