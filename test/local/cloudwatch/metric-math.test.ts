import { describe, expect, test } from 'vitest';
import { computeMath } from '../../../lib/local/cloudwatch/metric-math.ts';
import { parseMetricMath, queriesOf } from '../../../lib/local/cloudwatch/metric-math-parser.ts';
import type { Values } from '../../../lib/local/cloudwatch/metric-series.ts';

const gap = undefined;
const series: Readonly<Record<string, Values>> = {
  n: [100, 10, gap, 50],
  k: [5, 5, 5, gap],
  z: [0, 2, gap, 0],
};

function compute(expression: string) {
  return computeMath(parseMetricMath(expression), 4, (id) => series[id] ?? [gap, gap, gap, gap]);
}

describe('metric math', () => {
  test.each([
    ['k + 1', [6, 6, 6, gap]],
    ['k * n', [500, 50, gap, gap]],
    ['100 * k / n', [5, 50, gap, gap]],
    ['k / z', [gap, 2.5, gap, gap]],
    ['-k + 2 ^ 3 ^ 1', [3, 3, 3, gap]],
    ['2 * (k - 1) - 1', [7, 7, 7, gap]],
    ['10 - 4 - 3 + k', [8, 8, 8, gap]],
    ['n >= 50', [1, 0, gap, 1]],
    ['n > 50', [1, 0, gap, 0]],
    ['n < 50', [0, 1, gap, 0]],
    ['n == 10 OR n > 60', [1, 1, gap, 0]],
    ['n != 10 && n < 60', [0, 0, gap, 1]],
    ['n<=10 AND k>4', [0, 1, gap, gap]],
  ])('%s', (expression, expected) => {
    expect(compute(expression)).toEqual(expected);
  });

  test('the rate of the error alarm is nothing where there are too few requests', () => {
    const expression = 'IF(n>=50, 100*k/n, 0)';

    expect(compute(expression)).toEqual([5, 0, gap, gap]);
    expect(queriesOf(parseMetricMath(expression))).toEqual(['n', 'k', 'n']);
  });

  test('IF takes one branch by the condition, and leaves a gap without a second', () => {
    expect(compute('IF(z, n, k)')).toEqual([5, 10, gap, gap]);
    expect(compute('IF(z, 7)')).toEqual([gap, 7, gap, gap]);
    expect(compute('IF(1, k, n)')).toEqual([5, 5, 5, gap]);
  });

  test('FILL closes gaps with a value, another series or what came before', () => {
    expect(compute('FILL(n, 0)')).toEqual([100, 10, 0, 50]);
    expect(compute('FILL(n, k)')).toEqual([100, 10, 5, 50]);
    expect(compute('FILL(k, REPEAT)')).toEqual([5, 5, 5, 5]);
    expect(compute('FILL(n, -1)')).toEqual([100, 10, -1, 50]);
  });

  test('numbers alone are one number for all periods', () => {
    expect(compute('2 + 3 * 4')).toBe(14);
    expect(compute('1 / 0')).toEqual([gap, gap, gap, gap]);
    expect(compute('FILL(2, 1)')).toBe(2);
  });

  test.each([
    ['RATE(k)', 'the metric math function RATE is not simulated'],
    ["SEARCH('x', 'Sum', 60)", 'metric math does not know'],
    ['SUM(METRICS())', 'the metric math function SUM is not simulated'],
    ['ANOMALY_DETECTION_BAND(k, 2)', 'ANOMALY_DETECTION_BAND is not simulated'],
    ['FILL(k, LINEAR)', 'FILL with LINEAR is not simulated'],
    ['k +', 'expected a value, got the end'],
    ['(k', 'expected ), got the end'],
    ['k n', 'expected the end, got n'],
    ['IF(k)', 'expected ,, got )'],
    ['k % 2', 'metric math does not know'],
    ['', 'expected a value'],
  ])('%s is refused', (expression, message) => {
    expect(() => parseMetricMath(expression)).toThrow(message);
  });
});
