import { describe, expect, test } from 'vitest';
import { alarmTimes } from '../../bench/canary/alarm-times.ts';
import { isHigh } from '../../bench/canary/comparison-judge.ts';
import { evidenceAlarms } from '../../bench/canary/evidence-alarms.ts';
import { evidencePaths } from '../../bench/canary/evidence-paths.ts';
import { fixedAlarms } from '../../bench/canary/fixed-alarms.ts';
import { questionOf } from '../../bench/canary/look-time.ts';
import { OURS, rivals, STEP_UP } from '../../bench/canary/methods.ts';
import { asymptoticSequence, sequentialTests } from '../../bench/canary/sequential-tests.ts';
import { createTraffic, type Day, minuteOf } from '../../bench/canary/traffic.ts';
import { type Trial, trialOf } from '../../bench/canary/trial.ts';
import { canaryVerdict } from '../../lib/domain/canary/canary-verdict.ts';
import { gatherEvidence, logRollbackEvidence, logStepUpEvidence } from '../../lib/statistics/canary/canary-evidence.ts';
import { oddsFactors } from '../../lib/statistics/canary/e-process.ts';

const never = Number.POSITIVE_INFINITY;
const limits = { margin: 1.1, absoluteLimit: 0.05, certifiedLimit: 0.05 };

/** A canary of 60 requests a minute beside a baseline of 540. */
function dayOf(canaryBad: (minute: number) => number, baselineBad: (minute: number) => number = () => 11): Day {
  const counts = (of: (minute: number) => number) => Int32Array.from({ length: 1440 }, (_, minute) => of(minute));
  return {
    canaryBad: counts(canaryBad),
    canaryTotal: counts(() => 60),
    baselineBad: counts(baselineBad),
    baselineTotal: counts(() => 540),
  };
}

function trial(day: Day): Trial {
  const ones = new Float64Array(1440).fill(1);
  return { day, dispersion: ones, certificationDispersion: ones, margin: 1.1 };
}

function sumsAt(path: Float64Array, minute: number): number[] {
  return [...path.subarray(minute * oddsFactors.length, (minute + 1) * oddsFactors.length)];
}

/** Largest distance of two tables of numbers. */
function farthest(ones: readonly (readonly number[])[], others: readonly (readonly number[])[]): number {
  const flat = others.flat();
  return Math.max(...ones.flat().map((one, place) => Math.abs(one - (flat[place] ?? Number.NaN))));
}

/** The minutes at which each of the product's E values is above its threshold. */
function alarmsOfProduct({ day, dispersion, certificationDispersion }: Trial) {
  const minutes = Array.from(dispersion, (_, minute) => minuteOf(day, minute));
  const logs = Array.from(dispersion, (divisor, minute) => {
    const sums = gatherEvidence(minutes.slice(0, minute + 1), limits);
    const stepUp = logStepUpEvidence(sums, certificationDispersion[minute]);
    return { minute: minute + 1, rollback: logRollbackEvidence(sums, divisor), stepUp };
  });
  return {
    rollbacks: logs.filter(({ rollback }) => rollback >= Math.log(100)).map(({ minute }) => minute),
    steps: logs.filter(({ stepUp }) => stepUp >= Math.log(20)).map(({ minute }) => minute),
  };
}

describe('the paths of the evidence', () => {
  test.each([
    { name: 'a plain day', rate: 1, canaryShare: 0.02 },
    { name: 'an incident', rate: 10, canaryShare: 0.1, incident: { from: 10 } },
    { name: 'a ramp', rate: 1, canaryShare: 0.05, ramp: [0.01, 0.1, 0.5, 1] },
  ])('are the sums of the product, minute by minute, on $name', (scenario) => {
    const day = createTraffic(scenario, 3).day(0);
    const { relative, absoluteSkipped, certification } = evidencePaths(day, 1.1);
    const minutes = Array.from({ length: 1440 }, (_, minute) => minuteOf(day, minute));
    for (let minute = 0; minute < 1440; minute += 97) {
      const sums = gatherEvidence(minutes.slice(0, minute + 1), limits);
      const at = [relative, absoluteSkipped, certification].map((path) => sumsAt(path, minute));
      expect(farthest(at, [sums.relative, sums.absolute, sums.certification])).toBeLessThan(1e-8);
    }
  });

  test.each([0.02, 0.04, 0.1])('lead to the alarms that the product would raise for a share of %d', (canaryShare) => {
    const scenario = { name: '', rate: 1, canaryShare, clumping: 1 };
    const one = trialOf(scenario, createTraffic(scenario, 3), 0, new Map());
    const alarms = evidenceAlarms(evidencePaths(one.day, 1.1), one);
    const { rollbacks, steps } = alarmsOfProduct(one);
    const rollback = rollbacks[0] ?? never;
    const step = steps.find((minute) => minute >= 10) ?? never;
    expect([alarms[OURS], alarms[STEP_UP]]).toEqual([rollback, step < rollback ? step : never]);
  });
});

test.each([
  { name: 'a good canary', rate: 10, canaryShare: 0.02 },
  { name: 'one near the limit', rate: 10, canaryShare: 0.04 },
  { name: 'a bad one', rate: 10, canaryShare: 0.1 },
  { name: 'a good one whose errors clump', rate: 100, canaryShare: 0.02, clumping: 1 },
  { name: 'a bad one whose errors clump', rate: 100, canaryShare: 0.05, clumping: 1 },
  { name: 'a ramp whose errors clump', rate: 10, canaryShare: 0.06, clumping: 1, ramp: [0.01, 0.5] },
])('are what the verdict on a canary decides by, minute by minute, for $name', (scenario) => {
  const variations = new Map<string, number>();
  const one = trialOf(scenario, createTraffic(scenario, 3), 0, variations);
  const [variation = 0] = variations.values();
  const { [OURS]: rollback = never } = evidenceAlarms(evidencePaths(one.day, 1.1), one);
  const decided = Array.from(
    { length: 300 },
    (_, minute) => canaryVerdict(questionOf(one.day, minute + 1, variation)).decision,
  );
  expect(decided.indexOf('roll-back') + 1).toBe(rollback <= 300 ? rollback : 0);
});

test('a good canary does not step up before ten minutes, however soon it is certified', () => {
  const scenario = { name: '', rate: 100, canaryShare: 0.02 };
  const one = trialOf(scenario, createTraffic(scenario, 3), 0, new Map());
  const alarms = evidenceAlarms(evidencePaths(one.day, 1.1), one);
  expect(alarms.P_certify_pc_below_5pct).toBeLessThan(5);
  expect(alarms[STEP_UP]).toBe(10);
});

test('the dispersion of a ramp does not fall when the shares of the arms move apart again', () => {
  const scenario = { name: '', rate: 10, canaryShare: 0.02, clumping: 1, ramp: [0.1, 0.5, 1] };
  const { dispersion } = trialOf(scenario, createTraffic(scenario, 3), 0, new Map());
  expect(dispersion[59]).toBeLessThan(dispersion[70] ?? 0);
  expect(dispersion[1439]).toBe(dispersion[119]);
});

describe('fixed alarms', () => {
  test('ring above their limit and not at it', () => {
    expect(fixedAlarms(trial(dayOf(() => 3)))).toEqual({
      a1_fixed5pct_1of1_5min: never,
      a2_fixed10pct_1of1_5min: never,
      a3_fixed5pct_3of3_5min: never,
      a4_flagger_1min_5pct_threshold5: never,
    });
    expect(fixedAlarms(trial(dayOf(() => 4)))).toEqual({
      a1_fixed5pct_1of1_5min: 5,
      a2_fixed10pct_1of1_5min: never,
      a3_fixed5pct_3of3_5min: 15,
      a4_flagger_1min_5pct_threshold5: 5,
    });
  });

  test('three in a row are not three with a pause, and five failed checks may have pauses', () => {
    const { a3_fixed5pct_3of3_5min, a4_flagger_1min_5pct_threshold5 } = fixedAlarms(
      trial(dayOf((minute) => (minute % 15 < 10 ? 4 : 0))),
    );
    expect([a3_fixed5pct_3of3_5min, a4_flagger_1min_5pct_threshold5]).toEqual([never, 5]);
    expect(fixedAlarms(trial(dayOf((minute) => (minute % 60 === 0 ? 4 : 0)))).a4_flagger_1min_5pct_threshold5).toBe(
      241,
    );
  });
});

describe('tests of the difference', () => {
  const bounds = Array.from({ length: 288 }, () => 3);

  test('find a bad canary, the stricter ones later', () => {
    const alarms = sequentialTests(trial(dayOf(() => 2)), bounds);
    const { b1_peeking_z_5min: peeking, b2_group_sequential_288looks: planned } = alarms;
    expect(peeking).toBeLessThan(planned);
    expect(planned).toBeLessThanOrEqual(60);
    expect(peeking).toBeLessThan(alarms['c1_msprt_normal_tau.01_5min']);
    expect(alarms['c1_msprt_normal_tau.01_5min']).toBeLessThanOrEqual(60);
  });

  test('say nothing of a canary that is better, or without one of the arms', () => {
    const silent = [never, never, never];
    expect(Object.values(sequentialTests(trial(dayOf(() => 0)), bounds))).toEqual(silent);
    const alone = {
      ...dayOf(
        () => 30,
        () => 0,
      ),
      baselineTotal: new Int32Array(1440),
    };
    expect(Object.values(sequentialTests(trial(alone), bounds))).toEqual(silent);
    expect(asymptoticSequence(trial(alone)).c4_asympCS_empvar_5min).toBe(never);
  });

  test('the asymptotic sequence waits for ten blocks', () => {
    const day = dayOf((minute) => 12 + (minute % 2));
    expect(asymptoticSequence(trial(day)).c4_asympCS_empvar_5min).toBe(50);
  });
});

describe('the comparison judge', () => {
  const values = (from: number, count: number) =>
    Float64Array.from({ length: count }, (_, index) => from + (index % 7));

  test('calls high what is higher by far, and not what is alike, lower or constant', () => {
    expect(isHigh(values(20, 30), values(10, 30))).toBe(true);
    expect(isHigh(values(10, 30), values(10, 30))).toBe(false);
    expect(isHigh(values(10, 30), values(20, 30))).toBe(false);
    expect(isHigh(new Float64Array(30), new Float64Array(30))).toBe(false);
  });

  test('needs two values of each', () => {
    expect(isHigh(values(20, 1), values(10, 30))).toBe(false);
    expect(isHigh(values(20, 30), values(10, 1))).toBe(false);
  });
});

test('every method is played in every repetition, the judge in the first ones', () => {
  const scenario = { name: '', rate: 1, canaryShare: 0.15 };
  const { minutes } = alarmTimes(scenario, { seed: 1, repetitions: 4, judged: 2, bounds: [] });
  for (const method of Object.keys(rivals)) {
    expect(minutes[method], method).toHaveLength(method.startsWith('d_') ? 2 : 4);
  }
  expect(Math.max(...(minutes[OURS] ?? []))).toBeLessThan(60);
});
