import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixtureRatio } from '../../../lib/statistics/experiments/msprt.ts';

const arm = fc
  .integer({ min: 1, max: 5_000 })
  .chain((total) => fc.record({ successes: fc.nat(total), total: fc.constant(total) }));

describe('the mixture sequential probability ratio', () => {
  test('is the mean likelihood ratio over a normal prior', () => {
    const [canary, baseline, tau] = [{ successes: 30, total: 1_000 }, { successes: 180, total: 9_000 }, 0.01];
    const result = mixtureRatio(canary, baseline, tau);
    const { difference = 0, variance = 1 } = result ?? {};
    const step = tau / 200;
    const mean = Array.from({ length: 4_001 }, (_, index) => (index - 2_000) * step)
      .map((effect) => Math.exp((effect * difference - effect ** 2 / 2) / variance - effect ** 2 / (2 * tau ** 2)))
      .reduce((sum, value) => sum + (value * step) / (tau * Math.sqrt(2 * Math.PI)), 0);
    expect(result?.likelihoodRatio).toBeCloseTo(mean, 9);
  });

  test('without a difference speaks for none, the more so the more rows there are', () => {
    const at = (total: number) => mixtureRatio({ successes: total / 4, total }, { successes: total / 4, total }, 0.05);
    expect(at(400)?.likelihoodRatio).toBeLessThan(1);
    expect(at(40_000)?.likelihoodRatio).toBeLessThan(at(400)?.likelihoodRatio ?? 0);
    expect(at(400)?.alwaysValidP).toBe(1);
  });

  test('is undefined where all or none did it', () => {
    expect(mixtureRatio({ successes: 0, total: 5 }, { successes: 0, total: 9 }, 0.01)).toBeNull();
    expect(mixtureRatio({ successes: 5, total: 5 }, { successes: 9, total: 9 }, 0.01)).toBeNull();
  });

  test('is the same for exchanged arms, and its p is its inverse up to 1', () => {
    fc.assert(
      fc.property(arm, arm, fc.double({ min: 0.001, max: 0.1, noNaN: true }), (one, other, tau) => {
        const [there, back] = [mixtureRatio(one, other, tau), mixtureRatio(other, one, tau)];
        expect(there === null).toBe(back === null);
        if (there === null || back === null) return;
        expect(Math.log(there.likelihoodRatio)).toBeCloseTo(Math.log(back.likelihoodRatio), 9);
        expect(there.difference).toBeCloseTo(-back.difference, 12);
        expect(there.alwaysValidP).toBeCloseTo(Math.min(1, 1 / there.likelihoodRatio), 12);
      }),
    );
  });
});
