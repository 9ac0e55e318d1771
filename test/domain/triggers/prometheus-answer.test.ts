import { describe, expect, test } from 'vitest';
import { PrometheusFailed } from '../../../lib/domain/ports/adapter-errors.ts';
import { prometheusValue } from '../../../lib/domain/triggers/prometheus-answer.ts';

const valueIn = (data: unknown, status = 'success') => prometheusValue('https://p', JSON.stringify({ status, data }));
const series = (...values: string[]) => ({
  resultType: 'vector',
  result: values.map((value) => ({ metric: { model: 'churn' }, value: [1_767_571_200.5, value] })),
});

describe('an answer of Prometheus', () => {
  test.each([
    ['a series', series('0.93'), 0.93],
    ['a scalar', { resultType: 'scalar', result: [1, '1e-3'] }, 0.001],
    ['zero', series('0'), 0],
  ])('with %s is its number', (_what, data, value) => {
    expect(valueIn(data)).toBe(value);
  });

  test.each([
    ['no series', series()],
    ['NaN, such as of 0 / 0', series('NaN')],
    ['infinity', series('+Inf')],
    ['an empty value', series('')],
  ])('with %s is no value', (_what, data) => {
    expect(valueIn(data)).toBeNull();
  });

  test('with several series does not say which one is meant', () => {
    expect(() => valueIn(series('0.9', '0.8'))).toThrow(PrometheusFailed);
    expect(() => valueIn(series('0.9', '0.8'))).toThrow(
      "https://p should give one series, got 2: aggregate them in 'query', such as with avg(...)",
    );
  });

  test.each([
    ['an error', undefined, 'error'],
    ['a matrix', { resultType: 'matrix', result: [] }, 'success'],
    ['a number that is no text', { resultType: 'scalar', result: [1, 0.9] }, 'success'],
  ])('that is %s is refused', (_what, data, status) => {
    expect(() => valueIn(data, status)).toThrow(PrometheusFailed);
  });

  test('that is no JSON is refused, and quoted in part', () => {
    expect(() => prometheusValue('https://p', 'x'.repeat(1_000))).toThrow(/got "x{200}"$/);
  });
});
