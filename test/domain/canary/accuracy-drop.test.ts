import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracyDrop } from '../../../lib/domain/canary/accuracy-drop.ts';

const LABELS = 1_000_000;
const right = (share: number, total = LABELS) => ({ successes: Math.round(share * total), total });

test.each([
  ['a loss of exactly .05 stays', 0.85, 0.9, false],
  ['a loss of .0501 is too much', 0.8499, 0.9, true],
  ['a loss that only floating point makes larger stays', 0.77, 0.82, false],
  ['a gain stays', 0.95, 0.9, false],
])('%s (S4-16)', (_, accuracy, other, tooLow) => {
  expect(accuracyDrop(right(accuracy), right(other), 0.05).tooLow).toBe(tooLow);
});

test('a loss that may be chance is none, however large', () => {
  expect(accuracyDrop(right(0.8, 200), right(0.9, 200), 0.05)).toMatchObject({ tooLow: false });
  expect(accuracyDrop(right(0.7, 200), right(0.9, 200), 0.05)).toMatchObject({ tooLow: true });
});

test('any loss that is no chance is too much where none is allowed', () => {
  expect(accuracyDrop(right(0.89), right(0.9), 0).tooLow).toBe(true);
  expect(accuracyDrop(right(0.9), right(0.9), 0).tooLow).toBe(false);
});

test('the interval is about the loss, and more wrong answers never make it smaller', () => {
  const arm = fc.record({ total: fc.integer({ min: 200, max: 5_000 }), wrong: fc.nat(200) });
  fc.assert(
    fc.property(arm, arm, fc.nat(100), (judged, other, more) => {
      const dropWith = (wrong: number) =>
        accuracyDrop(
          { successes: Math.max(0, judged.total - wrong), total: judged.total },
          { successes: other.total - other.wrong, total: other.total },
          0.05,
        );
      const [now, worse] = [dropWith(judged.wrong), dropWith(judged.wrong + more)];
      expect(now.lost).toBeGreaterThanOrEqual(now.interval.lower);
      expect(now.lost).toBeLessThanOrEqual(now.interval.upper);
      expect(worse.lost).toBeGreaterThanOrEqual(now.lost);
      if (now.tooLow) expect(worse.tooLow).toBe(true);
    }),
  );
});
