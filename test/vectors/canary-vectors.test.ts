import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkCanaryEProcess } from './checks/11-canary-eprocess.ts';
import { checkCanaryBenchmark } from './checks/14-canary-benchmark.ts';
import { expectedRelativeRatio } from './expected-relative-ratio.ts';
import type { VectorCase, Vectors } from './vector-case.ts';

type Row = Record<string, unknown>;

function read(file: string): Vectors {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

function failures(cases: readonly VectorCase[]): string[] {
  return cases.filter(({ worstError, tolerance }) => !(worstError <= tolerance)).map(({ name }) => name);
}

function rowsOf(vectors: Vectors, key: string): Row[] {
  return vectors[key] as Row[];
}

describe('of the evidence', () => {
  const vectors = read('11_canary_eprocess.json');
  const [trace, ...traces] = rowsOf(vectors, 'benchmark_traces');
  const [first] = rowsOf(vectors, 'cases');
  const expected = first?.expected as Row;
  const random = vectors.portable_rng as Row;

  /** With one trace only, which is enough to spoil. */
  const withTrace = (change: Row): Vectors => ({ portable_rng: random, benchmark_traces: [{ ...trace, ...change }] });
  const withCase = (change: Row): Vectors => ({ cases: [{ ...first, expected: { ...expected, ...change } }] });

  test('everything is met, each trace by its counts and by its logarithms', () => {
    expect(failures(checkCanaryEProcess(vectors))).toEqual([]);
    expect(traces.length).toBeGreaterThan(10);
    expect(checkCanaryEProcess(withTrace({})).filter(({ name }) => name.includes('repetition'))).toHaveLength(2);
  });

  test.each([
    ['an alarm where there is none', { first_alarm_min_alpha05: 900 }],
    ['a sum of the day', { sum24h: [189, 8651, 1578, 77_669] }],
    ['a minute', { first60: [[2, 9, 1, 47]] }],
    ['another repetition', { rep: 3 }],
  ])('%s is noticed in the counts', (_, change) => {
    expect(failures(checkCanaryEProcess(withTrace(change))).some((name) => name.startsWith('counts'))).toBe(true);
  });

  test('a logarithm that is off by a millionth is noticed', () => {
    const logs = trace?.log_e_rel_at as number[];
    const spoilt = logs.map((log, index) => (index === 4 ? log + 1e-6 : log));
    expect(failures(checkCanaryEProcess(withTrace({ log_e_rel_at: spoilt })))).toHaveLength(1);
  });

  test.each([['log_e_rel'], ['log_e_abs_p0_05'], ['log_e_certify_below_05'], ['log_e_policy']])(
    'a wrong %s is noticed, and one within the tolerance is not',
    (key) => {
      expect(failures(checkCanaryEProcess(withCase({ [key]: Number(expected[key]) + 1e-8 })))).toHaveLength(1);
      expect(failures(checkCanaryEProcess(withCase({ [key]: Number(expected[key]) + 1e-11 })))).toEqual([]);
    },
  );

  test('a wrong decision is noticed', () => {
    expect(expected.decision_alpha_05).toBe('ROLLBACK');
    expect(failures(checkCanaryEProcess(withCase({ decision_alpha_05: 'CONTINUE' })))).toHaveLength(1);
  });

  test('random numbers have to be equal to the last bit', () => {
    const numbers = random.u_stream0_rep0_t0to4 as number[];
    const spoilt = { ...random, u_stream0_rep0_t0to4: numbers.map((one) => one + 2 ** -53) };
    expect(failures(checkCanaryEProcess({ portable_rng: spoilt }))).toEqual(['u_stream0_rep0_t0to4']);
  });

  test('a wrong mean ratio is noticed', () => {
    const row = [10, 90, 2, 1.1, 3, expectedRelativeRatio({ canary: 10, baseline: 90, bad: 2 }, 1.1, 3)];
    expect(failures(checkCanaryEProcess({ exact_expectation_check: { rows: [row] } }))).toEqual([]);
    expect(
      failures(checkCanaryEProcess({ exact_expectation_check: { rows: [[...row.slice(0, 5), 1]] } })),
    ).toHaveLength(1);
  });
});

describe('of the benchmark', () => {
  const vectors = read('14_canary_benchmark.json');
  const rows = rowsOf(vectors, 'rows').filter((row) => row.scenario === '1rps pc=0.1');
  const checked = (changed: readonly Row[]) =>
    failures(checkCanaryBenchmark({ config: vectors.config, rows: changed }));

  test('the figures of a scenario are met', () => {
    expect(rows.length).toBeGreaterThan(10);
    expect(checked(rows)).toEqual([]);
  });

  test('another traffic is noticed', () => {
    const checksum = { ...(rows[0]?.checksum as Row), rep0_sum: [881, 8755, 1549, 77_808] };
    expect(checked(rows.map((row) => ({ ...row, checksum })))).toEqual(['traffic of 1rps pc=0.1']);
  });

  test('a method that never alarms where it should always is noticed', () => {
    const silent = rows.map((row) => (row.alarm24h === 1 ? { ...row, alarm24h: 0 } : row));
    const alarming = rows.filter((row) => row.alarm24h === 1);
    expect(checked(silent)).toHaveLength(alarming.length);
    expect(alarming.length).toBeGreaterThan(5);
  });

  test('a wrong bound is noticed', () => {
    const bounds = (vectors.gs_bounds ?? {}) as Row;
    expect(failures(checkCanaryBenchmark({ gs_bounds: bounds }))).toEqual([]);
    expect(failures(checkCanaryBenchmark({ gs_bounds: { ...bounds, 48: 3.32 } }))).toEqual(['bound of look 48']);
  });
});
