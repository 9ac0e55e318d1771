import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asymptoticHalfWidth,
  asymptoticRho,
  normalMixtureBound,
  normalMixtureLog,
} from '../../../lib/statistics/experiments/confidence-sequence.ts';

const time = fc.double({ min: 0.1, max: 1e6, noNaN: true });
const tuned = { tunedTime: 100 };

describe.each([{ oneSided: true }, { oneSided: false }])('the normal mixture, $oneSided for one side,', (side) => {
  const mixture = { ...tuned, ...side };

  test('is 1 over alpha at the bound', () => {
    fc.assert(
      fc.property(time, fc.double({ min: 1e-6, max: 0.4, noNaN: true }), (at, alpha) => {
        const bound = normalMixtureBound(mixture, at, alpha);
        expect(normalMixtureLog(mixture, bound, at)).toBeCloseTo(-Math.log(alpha), 7);
      }),
    );
  });

  test('begins at 1', () => {
    expect(normalMixtureLog(mixture, 0, 0)).toBeCloseTo(0, 12);
  });

  test('is a fair game: its mean over a normal step is what it was', () => {
    const [sum, at, variance] = [4, 20, 30];
    const step = 0.01;
    const mean = Array.from({ length: 4_001 }, (_, index) => (index - 2_000) * step)
      .map((z) => Math.exp(normalMixtureLog(mixture, sum + z * Math.sqrt(variance), at + variance) - z ** 2 / 2))
      .reduce((total, value) => total + (value * step) / Math.sqrt(2 * Math.PI), 0);
    expect(mean).toBeCloseTo(Math.exp(normalMixtureLog(mixture, sum, at)), 8);
  });

  test('has a bound that is tightest, in standard deviations, near the time it is tuned to', () => {
    const width = (at: number) => normalMixtureBound(mixture, at, 0.05) / Math.sqrt(at);
    expect(width(100)).toBeLessThan(width(10));
    expect(width(100)).toBeLessThan(width(1_000));
  });

  test('is tuned to an error rate of 0.05 unless told otherwise', () => {
    expect(normalMixtureBound({ ...mixture, tunedAlpha: 0.05 }, 70, 0.01)).toBe(normalMixtureBound(mixture, 70, 0.01));
    expect(normalMixtureBound({ ...mixture, tunedAlpha: 0.01 }, 70, 0.01)).not.toBe(
      normalMixtureBound(mixture, 70, 0.01),
    );
  });
});

test('a bound of one side is below that of two', () => {
  fc.assert(
    fc.property(time, (at) => {
      const bound = (oneSided: boolean) => normalMixtureBound({ ...tuned, oneSided }, at, 0.05);
      expect(bound(true)).toBeLessThan(bound(false));
    }),
  );
});

test('far below 0 the mixture of one side goes on falling, without a jump where probabilities underflow', () => {
  const at = (sum: number) => normalMixtureLog({ ...tuned, oneSided: true }, sum, 1);
  const scale = Math.sqrt(1 + 100 / (2 * Math.log(10) + Math.log1p(2 * Math.log(10))));
  expect(at(-29.9999999 * scale)).toBeCloseTo(at(-30.0000001 * scale), 6);
  for (const z of [20, 29, 31, 50, 500]) expect(at(-(z + 1) * scale)).toBeLessThan(at(-z * scale));
});

describe('the asymptotic confidence sequence', () => {
  const sequence = { alpha: 0.05, tunedObservations: 1_000 };

  test('is tightest, in standard deviations, near the observations that it is tuned to', () => {
    const width = (count: number) => asymptoticHalfWidth(sequence, count, 1) * Math.sqrt(count);
    expect(width(1_000)).toBeLessThan(width(500));
    expect(width(1_000)).toBeLessThan(width(2_000));
    // a fixed sample has 1.96
    expect(width(1_000)).toBeGreaterThan(1.96);
  });

  test('is tuned the narrower the more observations are to come', () => {
    expect(asymptoticRho({ ...sequence, tunedObservations: 4_000 })).toBeCloseTo(asymptoticRho(sequence) / 2, 12);
  });

  test('scales with the standard deviation', () => {
    expect(asymptoticHalfWidth(sequence, 300, 9)).toBeCloseTo(3 * asymptoticHalfWidth(sequence, 300, 1), 12);
    expect(asymptoticHalfWidth(sequence, 300, 0)).toBe(0);
  });
});
