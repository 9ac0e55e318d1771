import { describe, expect, test } from 'vitest';
import { lateLabelRows } from '../../bench/canary/late-labels.ts';
import { LOOKS, lateDay, MINUTES_PER_LOOK } from '../../bench/canary/late-traffic.ts';

describe('a day of late labels', () => {
  const day = lateDay(0.2, 1, 0);
  const at: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    day.nextLook();
    at.push(day.canary.allLabelled);
  }

  test('has a tenth of its answers in the canary, and labels for three in ten that have had the time', () => {
    const sumOf = (counts: Int32Array) => counts.subarray(0, 720).reduce((sum, count) => sum + count, 0);
    const { canary, champion } = day;

    expect(sumOf(canary.answers) / sumOf(champion.answers)).toBeCloseTo(1 / 9, 2);
    expect(sumOf(canary.labelled) / sumOf(canary.answers)).toBeCloseTo(0.3, 1);
    expect(canary.allWrong / canary.allLabelled).toBeCloseTo(0.2, 1);
    expect(champion.allWrong / champion.allLabelled).toBeCloseTo(0.1, 2);
  });

  test('gets them by and by: those of two hours are nearly a third of what will come', () => {
    // the mean of 1 - exp(-t / 120) over two hours
    const come = Math.exp(-1);
    expect(at[120 / MINUTES_PER_LOOK - 1]).toBeGreaterThan(0.9 * come * 120 * 18);
    expect(at[120 / MINUTES_PER_LOOK - 1]).toBeLessThan(1.1 * come * 120 * 18);
    expect(at.every((count, look) => count >= (at[look - 1] ?? 0))).toBe(true);
  });
});

test('the rows say how often an equal canary is rolled back, and how soon a worse one', () => {
  const rows = lateLabelRows(1, 2);

  expect(rows.map(({ target }) => target)).toEqual(['<=0.01', '<=0.01', ...Array.from({ length: 8 }, () => 'none')]);
  expect(rows.slice(0, 2)).toMatchObject([{ ours: 0 }, { ours: 0 }]);
  for (const { name, ours } of rows.slice(2)) if (name.startsWith('share')) expect(ours).toBe(1);
});
