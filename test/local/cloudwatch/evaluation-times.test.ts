import { describe, expect, test } from 'vitest';
import { nextChange, nextEvaluation } from '../../../lib/local/cloudwatch/evaluation-times.ts';

const [SECOND, MINUTE] = [1_000, 60_000];

describe('the next evaluation', () => {
  test.each([
    [0, MINUTE, MINUTE],
    [1, MINUTE, MINUTE],
    [MINUTE - 1, 5 * MINUTE, MINUTE],
    [MINUTE, MINUTE, 2 * MINUTE],
    [0, 10 * SECOND, 10 * SECOND],
    [29_999, 30 * SECOND, 30 * SECOND],
  ])('after %d, with a period of %d, is at %d', (time, period, expected) => {
    expect(nextEvaluation(time, period)).toBe(expected);
  });
});

describe('a bucket changes what an alarm sees', () => {
  /** Every such time of a bucket, as an alarm that sleeps in between meets them. */
  function changesOf(start: number, period: number, periods: number, from: number): number[] {
    const times: number[] = [];
    for (let now = from; now !== Number.POSITIVE_INFINITY; ) {
      now = nextChange(start, period, periods, now);
      times.push(now);
    }
    return times.slice(0, -1);
  }

  test('when it comes in, moves on and leaves', () => {
    expect(changesOf(3 * MINUTE, MINUTE, 2, 3 * MINUTE)).toEqual([4, 5, 6].map((minute) => minute * MINUTE));
    expect(changesOf(3 * MINUTE, 5 * MINUTE, 2, 0)).toEqual([4, 9, 14].map((minute) => minute * MINUTE));
    expect(changesOf(7 * SECOND, 10 * SECOND, 1, 0)).toEqual([10, 20].map((second) => second * SECOND));
  });

  test('once, however far it lies ahead', () => {
    expect(nextChange(90 * MINUTE, MINUTE, 3, 0)).toBe(91 * MINUTE);
  });

  test('no more when it has left', () => {
    expect(nextChange(0, MINUTE, 3, 4 * MINUTE)).toBe(Number.POSITIVE_INFINITY);
    expect(nextChange(0, MINUTE, 3, 4 * MINUTE - 1)).toBe(4 * MINUTE);
  });
});
