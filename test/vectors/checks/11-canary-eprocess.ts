import { z } from 'zod';
import { countAt, poissonTable } from '../../../bench/canary/count-table.ts';
import { createTraffic, minuteOf } from '../../../bench/canary/traffic.ts';
import {
  absoluteLogRatios,
  certificationLogRatios,
  logEvidence,
  logMean,
  type MinuteCounts,
  relativeLogRatios,
} from '../../../lib/statistics/canary/e-process.ts';
import { uniformAt } from '../../../lib/statistics/random-numbers.ts';
import { absoluteError, expectedNumber } from '../expected-number.ts';
import { expectedRelativeRatio } from '../expected-relative-ratio.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-9;
/** Of the file's cases and traces: absolute and certified limit, and the logarithm of 1 / alpha. */
const LIMIT = 0.05;
const ALARM = Math.log(20);
const TRACE_MINUTES = [1, 5, 30, 60, 1440];
/** Uniform numbers by the stream, repetition and first index that their key names. */
const UNIFORM_KEY = /^u_stream(\d+)_rep(\d+)_t(\d+)to/;
const COUNT_KEY = /^counts_stream(\d+)_rep(\d+)_t(\d+)to/;

const counts = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const numbers = z.array(z.number());
const caseSchema = z.object({
  name: z.string(),
  minutes_kc_nc_kb_nb: z.array(counts),
  rho: z.number(),
  D: z.number(),
  expected: z.object({
    log_e_rel: expectedNumber,
    log_e_rel_components: z.array(expectedNumber).default([]),
    log_e_abs_p0_05: expectedNumber,
    log_e_certify_below_05: expectedNumber,
    log_e_policy: expectedNumber,
    decision_alpha_05: z.string().optional(),
  }),
});
const traceSchema = z.object({
  rate: z.number(),
  p_c: z.number(),
  rep: z.number(),
  first60: z.array(counts).default([]),
  log_e_rel_at: z.array(expectedNumber).default([]),
  first_alarm_min_alpha05: z.number().nullish(),
  sum24h: counts.optional(),
});
const schema = z.object({
  cases: z.array(caseSchema).default([]),
  exact_expectation_check: z
    .object({ rows: z.array(z.tuple([...counts.def.items, z.number(), z.number()])).default([]) })
    .optional(),
  portable_rng: z
    .object({ seed: z.number(), poisson_check: z.looseObject({ lam: z.number() }).optional() })
    .catchall(z.unknown())
    .optional(),
  benchmark_traces: z.array(traceSchema).default([]),
});

/** Sums, E values and decisions of given minutes, the exact mean of a ratio, and the portable random numbers. */
export function checkCanaryEProcess(vectors: Vectors): VectorCase[] {
  const {
    cases,
    exact_expectation_check: expectations,
    portable_rng: random,
    benchmark_traces: traces,
  } = schema.parse(vectors);
  return [
    ...cases.map(caseOf),
    ...(expectations?.rows ?? []).map((row) => {
      const [canary, baseline, bad, margin, factor, expected] = row;
      const actual = expectedRelativeRatio({ canary, baseline, bad }, margin, factor);
      return { name: `mean ratio ${row.join(' ')}`, worstError: Math.abs(actual - expected), tolerance: TOLERANCE };
    }),
    ...(random === undefined ? [] : randomCases(random)),
    ...traces.flatMap((trace) => traceCases(trace, random?.seed ?? Number.NaN)),
  ];
}

function caseOf({ name, minutes_kc_nc_kb_nb: rows, rho, D, expected }: z.infer<typeof caseSchema>): VectorCase {
  const minutes = rows.map(minuteFrom);
  const relative = sumOf(minutes.map((minute) => relativeLogRatios(minute, rho)));
  const logs = {
    relative: logEvidence(relative, D),
    absolute: logEvidence(sumOf(minutes.map((minute) => absoluteLogRatios(minute, LIMIT))), D),
    certified: logEvidence(sumOf(minutes.map((minute) => certificationLogRatios(minute, LIMIT))), D),
  };
  const policy = logMean([logs.relative, logs.absolute]);
  const decision = policy >= ALARM - TOLERANCE ? 'ROLLBACK' : 'CONTINUE';
  const worstError = Math.max(
    absoluteError(logs.relative, expected.log_e_rel),
    absoluteError(logs.absolute, expected.log_e_abs_p0_05),
    absoluteError(logs.certified, expected.log_e_certify_below_05),
    absoluteError(policy, expected.log_e_policy),
    ...expected.log_e_rel_components.map((log, factor) => absoluteError((relative[factor] ?? Number.NaN) / D, log)),
    decision === (expected.decision_alpha_05 ?? decision) ? 0 : Number.POSITIVE_INFINITY,
  );
  return { name: `${name}, margin ${rho}, dispersion ${D}`, worstError, tolerance: TOLERANCE };
}

function randomCases(random: NonNullable<z.infer<typeof schema>['portable_rng']>): VectorCase[] {
  const counted = random.poisson_check;
  if (counted === undefined) return keyedCases(random, UNIFORM_KEY, random.seed, (number) => number);
  const table = poissonTable(counted.lam);
  return [
    ...keyedCases(random, UNIFORM_KEY, random.seed, (number) => number),
    ...keyedCases(counted, COUNT_KEY, random.seed, (number) => countAt(table, number)),
  ];
}

function keyedCases(
  values: Readonly<Record<string, unknown>>,
  pattern: RegExp,
  seed: number,
  outcomeOf: (uniform: number) => number,
): VectorCase[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const [stream, repetition, first] = (pattern.exec(name) ?? []).slice(1).map(Number);
    if (stream === undefined || repetition === undefined || first === undefined) return [];
    const errors = numbers
      .parse(value)
      .map((one, index) => Math.abs(outcomeOf(uniformAt(seed, stream, repetition, first + index)) - one));
    return [{ name, worstError: Math.max(0, ...errors), tolerance: 0 }];
  });
}

function traceCases(trace: z.infer<typeof traceSchema>, seed: number): VectorCase[] {
  const name = `${trace.rate} requests/s, ${trace.p_c} bad, repetition ${trace.rep}`;
  const day = createTraffic({ name, rate: trace.rate, canaryShare: trace.p_c }, seed).day(trace.rep);
  const minutes = Array.from(day.canaryBad, (_, minute) => minuteOf(day, minute));
  const logs = runningEvidence(minutes);
  const alarm = logs.findIndex((log) => log >= ALARM - TOLERANCE) + 1 || null;
  const countErrors = [
    ...trace.first60.map((expected, minute) => distance(countsOf(minutes[minute]), expected)),
    trace.sum24h === undefined ? 0 : distance(sumOf(minutes.map(countsOf)), trace.sum24h),
    trace.first_alarm_min_alpha05 === undefined || trace.first_alarm_min_alpha05 === alarm ? 0 : 1,
  ];
  const logErrors = trace.log_e_rel_at.map((expected, index) =>
    absoluteError(logs[(TRACE_MINUTES[index] ?? 0) - 1], expected),
  );
  return [
    { name: `counts and alarm of ${name}`, worstError: Math.max(...countErrors), tolerance: 0 },
    { name: `evidence of ${name}`, worstError: Math.max(0, ...logErrors), tolerance: TOLERANCE },
  ];
}

function runningEvidence(minutes: readonly MinuteCounts[]): number[] {
  let sums = sumOf([]);
  return minutes.map((minute) => {
    sums = sumOf([sums, relativeLogRatios(minute, 1)]);
    return logEvidence(sums);
  });
}

function sumOf(rows: readonly (readonly number[])[]): number[] {
  const width = rows[0]?.length ?? 6;
  return Array.from({ length: width }, (_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0));
}

function distance(one: readonly number[], other: readonly number[]): number {
  return Math.max(...other.map((value, index) => Math.abs(value - (one[index] ?? Number.NaN))));
}

function countsOf(minute: MinuteCounts | undefined): number[] {
  return minute === undefined ? [] : [minute.canaryBad, minute.canaryTotal, minute.baselineBad, minute.baselineTotal];
}

function minuteFrom([canaryBad, canaryTotal, baselineBad, baselineTotal]: z.infer<typeof counts>): MinuteCounts {
  return { canaryBad, canaryTotal, baselineBad, baselineTotal };
}
