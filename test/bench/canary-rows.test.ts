import { describe, expect, test } from 'vitest';
import type { AlarmTimes } from '../../bench/canary/alarm-times.ts';
import { conformanceRows } from '../../bench/canary/conformance-rows.ts';
import { ANCHOR, OURS, rivals, STEP_UP, STEP_UP_UNTEMPERED } from '../../bench/canary/methods.ts';
import { anchorRows, promiseRows, skipRows, stepUpRows } from '../../bench/canary/policy-rows.ts';
import { parsePublishedFigures, scenariosOf } from '../../bench/canary/published-figures.ts';
import { atLeast, atMost, summaryIn } from '../../bench/canary/results.ts';
import { rivalRows } from '../../bench/canary/rival-rows.ts';
import { latencyScenarios, rampScenarios, stressScenarios } from '../../bench/canary/scenarios.ts';
import { standardErrorsApart, summaryOf } from '../../bench/canary/summary.ts';

const never = Number.POSITIVE_INFINITY;
const checksum = { rep0_sum: [1, 2, 3, 4], rep0_first5: [[0, 0, 0, 1, 0]], all_kc: 9 };

/** A hundred repetitions in which so many canaries were rolled back at this minute. */
function rolledBack(count: number, minute = 10): number[] {
  return Array.from({ length: 100 }, (_, repetition) => (repetition < count ? minute : never));
}

function timesOf(minutes: Readonly<Record<string, readonly number[]>>): AlarmTimes {
  return { checksum, minutes };
}

function published(canaryShare: number, alarm24h: number, median: number | null, method = ANCHOR) {
  const scenario = canaryShare === 0.02 ? 'equal' : 'worse';
  const row = { scenario, rate: 1, p_c: canaryShare, kind: 'plain', checksum, method, reps: 100, alarm24h };
  return parsePublishedFigures({ config: { seed: 1, reps: 100 }, rows: [{ ...row, median_min: median }] });
}

describe('a summary', () => {
  test('has the mean of the two middle minutes for its median, and none below a half', () => {
    expect(summaryOf([5, 1, 3, never]).median).toBe(4);
    expect(summaryOf([5, 1, 3]).median).toBe(3);
    expect(summaryOf([5, 1, never, never]).median).toBe(never);
    expect(summaryOf(rolledBack(51)).median).toBe(10);
    expect(summaryOf(rolledBack(30))).toMatchObject({ share: 0.3, repetitions: 100, median: never });
  });

  test('is three standard errors wide', () => {
    expect([atMost(0.5, 100), atLeast(0.5, 100), atMost(0, 100)]).toEqual(['<=0.65', '>=0.35', '<=0']);
    expect(standardErrorsApart(0.6, 0.5, 100)).toBeCloseTo(2, 2);
    expect(standardErrorsApart(0, 0, 100)).toBe(0);
    expect(standardErrorsApart(0.5, 0, 100)).toBeGreaterThan(7);
  });

  test('of a method that was not played is an error', () => {
    expect(() => summaryIn(new Map(), 'equal', OURS)).toThrow("'equal' should have been played with");
  });
});

describe('conformance', () => {
  const rowsOf = (minutes: readonly number[], median: number | null, repetitions = 100) =>
    conformanceRows(new Map([['worse', timesOf({ [ANCHOR]: minutes })]]), published(0.1, 0.6, median), repetitions);

  test('is met by the same traffic, shares and medians', () => {
    expect(rowsOf(rolledBack(60), 10).map(({ met }) => met)).toEqual([true, true, true]);
  });

  test('is missed by a share that is too far off, and by a median more than one look away', () => {
    expect(rowsOf(rolledBack(76), 10).map(({ met }) => met)).toEqual([true, false, true]);
    expect(rowsOf(rolledBack(60, 11), 10).map(({ met }) => met)).toEqual([true, true, true]);
    expect(rowsOf(rolledBack(60, 12), 10).map(({ met }) => met)).toEqual([true, true, false]);
    expect(rowsOf(rolledBack(45), 10).map(({ met }) => met)).toEqual([true, false, false]);
  });

  test('has no median where less than half is found, and none of a part of the repetitions', () => {
    expect(rowsOf(rolledBack(49), null).map(({ met }) => met)).toEqual([true, true, true]);
    expect(rowsOf(rolledBack(60, 12), 10, 50)).toHaveLength(2);
  });

  test('is missed by other traffic', () => {
    const times = { checksum: { ...checksum, all_kc: 10 }, minutes: { [ANCHOR]: rolledBack(60) } };
    const figures = published(0.1, 0.6, 10);
    expect(conformanceRows(new Map([['worse', times]]), figures, 100)[0]).toMatchObject({ ours: 1, met: false });
    expect(conformanceRows(new Map([['worse', times]]), figures, 50)[0]).toMatchObject({ ours: 0, met: true });
  });
});

describe('the policy', () => {
  const equal = (count: number) => new Map([['equal', timesOf({ [OURS]: rolledBack(count) })]]);
  const worse = (minute: number) =>
    new Map([['worse', timesOf({ [OURS]: rolledBack(100, minute), [ANCHOR]: rolledBack(100) })]]);

  test('may roll back as often as the anchor and three standard errors, and not later', () => {
    expect(anchorRows(equal(9), published(0.02, 0.03, null))).toMatchObject([{ ours: 0.09, ratio: null, met: false }]);
    expect(anchorRows(equal(8), published(0.02, 0.03, null))).toMatchObject([{ peer: 0.03, met: true }]);
    expect(anchorRows(worse(10), published(0.1, 1, 10)).map(({ met }) => met)).toEqual([true, true]);
    expect(anchorRows(worse(11), published(0.1, 1, 10)).map(({ met }) => met)).toEqual([true, false]);
  });

  test('has no row for a scenario that was not played', () => {
    expect(anchorRows(new Map(), published(0.1, 1, 10))).toEqual([]);
  });

  test('keeps quiet in an incident from the first minute, beside one without the skip', () => {
    const name = 'shared incident at minute 0 10rps';
    const play = (count: number) =>
      skipRows(new Map([[name, timesOf({ [OURS]: rolledBack(count), [ANCHOR]: rolledBack(100) })]]), stressScenarios);
    expect(play(0)).toMatchObject([{ ours: 0, peer: 1, target: '<=0', met: true }]);
    expect(play(1)).toMatchObject([{ met: false }]);
  });

  test('steps up a good canary, and next to none that is at the limit', () => {
    const name = 'overdispersed cv=1 100rps pc=.05';
    const play = (count: number) =>
      stepUpRows(
        new Map([[name, timesOf({ [STEP_UP]: rolledBack(count), [STEP_UP_UNTEMPERED]: rolledBack(48) })]]),
        stressScenarios,
        100,
      );
    expect(play(2)).toMatchObject([{ ours: 0.02, peer: 0.48, met: true }]);
    expect(play(3)).toMatchObject([{ met: false }]);
  });

  test('promises its alpha where nothing is published', () => {
    const play = (count: number) =>
      promiseRows(new Map([['ramp 1rps', timesOf({ [OURS]: rolledBack(count) })]]), rampScenarios);
    expect(play(3)).toMatchObject([{ ours: 0.03, peer: null, met: true }]);
    expect(play(4)).toMatchObject([{ met: false }]);
  });
});

test('every rival has its own row, with a target for false rollbacks and none for how soon', () => {
  const minutes = Object.fromEntries([OURS, ...Object.keys(rivals)].map((method) => [method, rolledBack(60)]));
  const names = ['latency 1rps', 'latency, 1.5 times as slow, 1rps'];
  const rows = rivalRows(new Map(names.map((name) => [name, timesOf(minutes)])), latencyScenarios);
  const count = Object.keys(rivals).length;
  expect(rows).toHaveLength(2 * count);
  expect(rows.slice(0, count).map(({ met, ratio }) => [met, ratio])).toEqual(
    Array.from({ length: count }, () => [false, null]),
  );
  expect(rows.slice(count).map(({ target, ratio }) => [target, ratio])).toEqual(
    Array.from({ length: count }, () => ['none', 1]),
  );
});

test('the scenarios have names of their own', () => {
  const names = [...stressScenarios, ...latencyScenarios, ...rampScenarios].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(scenariosOf(published(0.1, 1, 10))).toEqual([{ name: 'worse', rate: 1, canaryShare: 0.1 }]);
});
