import { describe, expect, test } from 'vitest';
import { hardBreaker } from '../../../lib/domain/canary/hard-breaker.ts';
import { errorMetric } from '../../../lib/domain/canary/judged-metrics.ts';
import { arm, limits, minutesOf } from './canary-samples.ts';

const metric = errorMetric(limits);
const noClumps = { share: 0.02, variation: 0 };
const challengers = (count: number, requests: number, bad: number) =>
  minutesOf(count, () => ({ challenger: arm(requests, bad), champion: arm(0) }));

describe('the breaker', () => {
  test.each([
    ['is silent below a hundred requests', challengers(9, 11, 11), null],
    ['speaks from a hundred on', challengers(10, 10, 10), 100],
    ['goes back as far as it takes for a hundred', challengers(30, 4, 4), 100],
    ['looks at no more than ten minutes where they have a hundred', challengers(30, 60, 60), 600],
    ['is silent about twice the limit', challengers(10, 600, 60), null],
  ])('%s', (_, minutes, total) => {
    expect(hardBreaker(metric, minutes, noClumps)?.challenger.total ?? null).toBe(total);
  });

  test('begins at twice the limit, and at a tenth at the least', () => {
    const limitOf = (maximumErrorRate: number) =>
      hardBreaker(
        errorMetric({ ...limits, minimumSuccessRate: 0, maximumErrorRate }),
        challengers(10, 100, 100),
        noClumps,
      )?.limit;

    expect([limitOf(0.01), limitOf(0.05), limitOf(0.2)]).toEqual([0.1, 0.1, 0.4]);
    expect(limitOf(0.5)).toBeUndefined();
  });

  test('asks for more where bad answers clump', () => {
    const minutes = challengers(10, 60, 10);

    expect(hardBreaker(metric, minutes, noClumps)).not.toBeNull();
    expect(hardBreaker(metric, minutes, { share: 0.02, variation: 1 })).toBeNull();
  });
});

/** Counts of a day, a rate of its own for every minute: spread as much as it is high for cv 1. */
function clumpingDay(share: number, requests: number, cv: 0 | 1, seed: number) {
  let state = seed;
  const uniform = () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return minutesOf(1440, () => {
    const rate = share * (cv === 1 ? -Math.log(uniform()) : 1) * requests;
    const bad = Math.min(requests, Math.max(0, Math.round(rate + Math.sqrt(rate) * normal())));
    return { challenger: arm(requests, bad), champion: arm(0) };
  });
}

test.each([
  [0.1, 600, 0],
  [0.06, 600, 1],
  [0.06, 6000, 1],
  [0.05, 6000, 1],
] as const)(
  'a champion with %f errors of %i a minute, cv %i, within its limit of .1, is left alone for days',
  (share, requests, cv) => {
    const probation = errorMetric({ minimumSuccessRate: 0.75, maximumErrorRate: 0.1 });
    let broken = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const day = clumpingDay(share, requests, cv, seed * 7919);
      for (let end = 10; end <= day.length; end += 5) {
        if (hardBreaker(probation, day.slice(Math.max(0, end - 40), end), { share, variation: cv }) === null) continue;
        broken += 1;
        break;
      }
    }
    expect(broken).toBe(0);
  },
);
