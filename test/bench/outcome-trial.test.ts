import { describe, expect, test } from 'vitest';
import { outcomeRows } from '../../bench/drift/outcome-rows.ts';
import { holdoutOutcomes, outcomeDay, scoreShares, together } from '../../bench/drift/outcome-stream.ts';
import {
  alarmDays,
  byAccuracy,
  byCalibration,
  daysToNotice,
  noticed,
  outcomeMonth,
} from '../../bench/drift/outcome-trial.ts';

const settings = { labels: 5_000, change: 'none' as const, repetition: 2 };
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('outcomes', () => {
  test('depend on nothing but their settings and the day', () => {
    expect(outcomeDay(settings, 3)).toEqual(outcomeDay(settings, 3));
    expect(outcomeDay(settings, 3)).not.toEqual(outcomeDay(settings, 4));
  });

  test.each([500, 5_000])('of any 30 days have %d labels', (labels) => {
    const { looks } = outcomeMonth({ ...settings, labels });
    expect(looks.map(({ bins }) => sum(bins))).toEqual(looks.map(() => labels));
  });

  test.each([
    ['none', scoreShares],
    ['more', scoreShares.map((share) => share + 0.15)],
    ['nearer', scoreShares.map((share) => share + (share < 0.5 ? 0.15 : -0.15))],
  ] as const)('that change (%s) come true as often as they should', (change, shares) => {
    const many = Array.from({ length: 300 }, (_, day) => outcomeDay({ ...settings, change }, day + 1));
    const { bins, positives } = together(many);
    for (const [bin, share] of shares.entries()) {
      expect((positives[bin] ?? 0) / (bins[bin] ?? 1)).toBeCloseTo(share, 1);
    }
  });

  test('change on the first day of the month that is looked at', () => {
    const [still, changed] = (['none', 'more'] as const).map((change) => outcomeMonth({ ...settings, change }).looks);
    expect(sum(changed?.[0]?.positives ?? [])).toBeGreaterThan(sum(still?.[0]?.positives ?? []));
    expect(changed?.map(({ bins }) => bins)).toEqual(still?.map(({ bins }) => bins));
  });
});

describe('rules', () => {
  test('raise no alarm where nothing changes, and never notice it', () => {
    const month = outcomeMonth(settings);
    for (const rule of [byCalibration, byAccuracy]) {
      expect([alarmDays(rule, month), noticed(rule, month), daysToNotice(rule, month)]).toEqual([0, 0, 31]);
    }
  });

  test('differ on outcomes that come more often for every score, which accuracy hardly knows of', () => {
    const month = outcomeMonth({ ...settings, change: 'more' });
    expect([byCalibration, byAccuracy].map((rule) => noticed(rule, month))).toEqual([1, 0]);
    expect(daysToNotice(byCalibration, month)).toBeLessThan(15);
  });

  test('agree on scores that tell less', () => {
    const month = outcomeMonth({ ...settings, change: 'nearer' });
    expect([byCalibration, byAccuracy].map((rule) => noticed(rule, month))).toEqual([1, 1]);
  });

  test('know nothing of a holdout but its counts', () => {
    const holdout = holdoutOutcomes(settings);
    expect([byCalibration, byAccuracy].map((rule) => rule(holdout, holdout))).toEqual([false, false]);
  });
});

test('each kind of outcomes has its rows, and each target is met', () => {
  const rows = outcomeRows(3, () => {});
  expect(rows).toHaveLength(10);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(10);
  expect(rows.filter(({ met }) => !met)).toEqual([]);
});
