import { describe, expect, test } from 'vitest';
import { chiSquareSf } from '../../lib/statistics/distributions/chi-square.ts';
import { uniformAt } from '../../lib/statistics/random-numbers.ts';
import vectors from '../vectors/11_canary_eprocess.json' with { type: 'json' };

describe('the numbers that can be drawn again', () => {
  const { seed, u_stream0_rep0_t0to4: first } = vectors.portable_rng;

  test('are those that other programs draw', () => {
    expect(first.map((_, index) => uniformAt(seed, 0, 0, index))).toEqual(first);
  });

  test('depend on the seed, the stream, the repetition and the index', () => {
    const drawn = [uniformAt(1, 0, 0, 0), uniformAt(2, 0, 0, 0), uniformAt(1, 1, 0, 0), uniformAt(1, 0, 1, 0)];
    expect(new Set([...drawn, uniformAt(1, 0, 0, 1)]).size).toBe(5);
    expect(uniformAt(1, 0, 0, 0)).toBe(drawn[0]);
  });

  test.each([
    ['indexes', (n: number) => uniformAt(7, 0, 0, n)],
    ['repetitions', (n: number) => uniformAt(7, 0, n, 0)],
    ['streams', (n: number) => uniformAt(7, n, 0, 0)],
    ['seeds', (n: number) => uniformAt(n, 0, 0, 0)],
  ])('are spread evenly over %s', (_, drawAt) => {
    const counts = new Array<number>(50).fill(0);
    for (let n = 0; n < 20_000; n += 1) {
      const uniform = drawAt(n);
      expect(uniform >= 0 && uniform < 1).toBe(true);
      counts[Math.floor(uniform * 50)] = (counts[Math.floor(uniform * 50)] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
    expect(chiSquareSf(chiSquare, 49)).toBeGreaterThan(1e-4);
  });

  test('tell nothing of the number that follows', () => {
    const counts = new Array<number>(100).fill(0);
    for (let index = 0; index < 40_000; index += 2) {
      const [row, column] = [uniformAt(3, 0, 0, index), uniformAt(3, 0, 0, index + 1)].map((u) => Math.floor(u * 10));
      const cell = 10 * (row ?? 0) + (column ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    expect(chiSquareSf(chiSquare, 99)).toBeGreaterThan(1e-4);
  });
});
