import { describe, expect, test } from 'vitest';
import { detectionDelay, falseAlarms, MONTH_DAYS, shiftOf } from '../../bench/drift/drift-trial.ts';
import { profileSeconds } from '../../bench/drift/profile-time.ts';
import { anyFeature, evidently, ours } from '../../bench/drift/rules.ts';
import { movedShares, streamProfile, streamWindow } from '../../bench/drift/stream.ts';
import { requireWindow } from '../../lib/domain/artifacts/drift-window.ts';
import { populationStability } from '../../lib/statistics/drift/population-stability.ts';

const rules = { ours, evidently, anyFeature };

describe('a stream', () => {
  const settings = { rows: 2_000, wobble: 0.02, shift: 0, repetition: 3 };

  test('depends on nothing but its settings and the day', () => {
    expect(streamWindow(settings, 4)).toEqual(streamWindow(settings, 4));
    expect(streamWindow(settings, 4).features).not.toEqual(streamWindow(settings, 5).features);
  });

  test('gives windows that can be compared with its profile', () => {
    const profile = streamProfile(3);
    expect(() => requireWindow(streamWindow(settings, 1), profile)).not.toThrow();
    expect(profile.features).toHaveLength(30);
    const [first, second] = profile.features.toSorted((one, other) => other.importance - one.importance);
    expect([first?.feature, second?.kind]).toEqual(['feature 0', 'categorical']);
    expect(second?.counts).toMatchObject({ levels: { length: 50 } });
    expect(profile.features.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
  });

  test('draws as many rows as there are, of every feature', () => {
    for (const { counts } of streamWindow(settings, 1).features) {
      const drawn = 'bins' in counts ? counts.bins : counts.levels.map(({ rows }) => rows);
      expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(2_000);
    }
  });

  test('moves the first feature alone', () => {
    const [still, moved] = [settings, { ...settings, shift: 0.5 }].map((each) => streamWindow(each, 1).features);
    expect(moved?.[0]).not.toEqual(still?.[0]);
    expect(moved?.slice(1)).toEqual(still?.slice(1));
  });
});

test('a shift has the index that it was asked for', () => {
  expect(populationStability(movedShares(0), movedShares(shiftOf(0.28)))).toBeCloseTo(0.28, 6);
  expect(shiftOf(0.28)).toBeGreaterThan(shiftOf(0.25));
});

describe('rules', () => {
  test('raise no alarm where nothing changes', () => {
    const none = { ours: 0, evidently: 0, anyFeature: 0 };
    expect(falseAlarms(rules, { rows: 1_000, wobble: 0, repetition: 1 })).toEqual(none);
    expect(falseAlarms({ ours, evidently }, { rows: 1_000_000, wobble: 0.02, repetition: 1 })).toEqual({
      ours: 0,
      evidently: 0,
    });
  });

  test('differ where rows are few and an important name has many levels', () => {
    const { ours: own, anyFeature: any } = falseAlarms(rules, { rows: 200, wobble: 0, repetition: 1 });
    expect(own).toBe(0);
    expect(any).toBeGreaterThan(20);
  });

  test('differ on one feature that matters', () => {
    const shift = shiftOf(0.28);
    expect(detectionDelay(rules, { rows: 10_000, wobble: 0, shift, repetition: 1 })).toEqual({
      ours: 2,
      evidently: MONTH_DAYS,
      anyFeature: 1,
    });
  });

  test('find a shift of half a deviation, whose index stays below the limit', () => {
    const settings = { rows: 100_000, wobble: 0, shift: 0.5, repetition: 1 };
    expect(detectionDelay(rules, settings)).toMatchObject({ ours: 2, anyFeature: MONTH_DAYS });
  });

  test('do not find what stays below both limits', () => {
    const { ours: own } = detectionDelay(rules, { rows: 10_000, wobble: 0, shift: 0.2, repetition: 1 });
    expect(own).toBe(MONTH_DAYS);
  });
});

test('a profile is timed, the reading of its rows included', () => {
  expect(profileSeconds(2_000)).toBeGreaterThan(0);
});
