import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialMass, poissonMass } from '../../../lib/statistics/distributions/saddle-point.ts';

const mean = fc.double({ min: 0.01, max: 200, noNaN: true });

describe('the Poisson probability', () => {
  test('is mean^count exp(-mean) / count!', () => {
    fc.assert(
      fc.property(fc.nat(170), mean, (count, expected) => {
        let term = Math.exp(-expected);
        for (let k = 1; k <= count; k += 1) term *= expected / k;
        fc.pre(term > 1e-290);
        expect(poissonMass(count, expected) / term).toBeCloseTo(1, 11);
      }),
    );
  });

  test('of a mean of a million keeps its digits', () => {
    // Stirling's series for ln n! where count and mean are equal
    const expected = Math.exp(-1 / 12e6) / Math.sqrt(2e6 * Math.PI);
    expect(poissonMass(1e6, 1e6) / expected).toBeCloseTo(1, 13);
    expect(poissonMass(1e6 + 1, 1e6) / (expected / (1 + 1e-6))).toBeCloseTo(1, 12);
  });

  test('is the same where one form of the deviance takes over from the other', () => {
    for (const count of [10, 1_000]) {
      for (const border of [0.8, 1.2]) {
        const [inside, outside] = [1 - 1e-13, 1 + 1e-13].map((nudge) => poissonMass(count, count * border * nudge));
        expect((inside ?? 0) / (outside ?? 0)).toBeCloseTo(1, 9);
      }
    }
  });

  test('of nothing is certain where nothing is expected', () => {
    expect([poissonMass(0, 0), poissonMass(1, 0), poissonMass(0, 3)]).toEqual([1, 0, Math.exp(-3)]);
  });
});

describe('the binomial probability', () => {
  const chances = (success: number) => ({ success, failure: 1 - success });

  test('is that of an earlier number times the odds', () => {
    const counts = fc.integer({ min: 1, max: 400 });
    const chance = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(counts, counts, chance, (successes, failures, success) => {
        const earlier = binomialMass({ successes: successes - 1, failures: failures + 1 }, chances(success));
        fc.pre(earlier > 1e-290);
        const odds = ((failures + 1) / successes) * (success / (1 - success));
        expect(binomialMass({ successes, failures }, chances(success)) / (earlier * odds)).toBeCloseTo(1, 11);
      }),
    );
  });

  test('of only successes or only failures is a power, also of a chance beside 1', () => {
    expect(binomialMass({ successes: 0, failures: 3 }, chances(0.25))).toBeCloseTo(0.75 ** 3, 15);
    expect(binomialMass({ successes: 3, failures: 0 }, chances(0.25))).toBeCloseTo(0.25 ** 3, 15);
    const rare = { success: 1e-20, failure: 1 };
    expect(binomialMass({ successes: 0, failures: 1e20 }, rare)).toBeCloseTo(Math.exp(-1), 14);
  });

  test('of so many trials that their product has no number is still one', () => {
    const mass = binomialMass({ successes: 1e200, failures: 1e200 }, chances(0.5));
    expect(mass / Math.sqrt(1 / (Math.PI * 1e200))).toBeCloseTo(1, 12);
  });
});
