import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { experimentVerdict } from '../../../lib/domain/experiment/experiment-verdict.ts';
import { fisherExactP } from '../../../lib/statistics/experiments/fisher-exact.ts';
import { proportionZTest } from '../../../lib/statistics/experiments/two-proportions.ts';
import { definitionWith } from '../definition/definition-samples.ts';

const settings = definitionWith({}).gate.experiment;
const arm = (total: number, successes: number) => ({ total, successes });
const verdictOf = (control: ReturnType<typeof arm>, variant: ReturnType<typeof arm>, change = {}) =>
  experimentVerdict({ control, variant }, { ...settings, ...change });

describe('an experiment on click-through rates', () => {
  test('needs 10,000 users in each arm (S3-33)', () => {
    expect(settings.minimumUsersPerArm).toBe(10_000);
    expect(verdictOf(arm(10_000, 1000), arm(9_999, 1200))).toMatchObject({
      verdict: 'running',
      reason: '9999 users of the smaller arm are fewer than 10000',
      significant: false,
    });
    expect(verdictOf(arm(10_000, 1000), arm(10_000, 1200)).verdict).toBe('promote');
  });

  test('has a significance level of .05 (S3-34)', () => {
    expect(settings.alpha).toBe(0.05);
    // p of .0519 and of .0492
    expect(verdictOf(arm(10_000, 1000), arm(10_000, 1084)).verdict).toBe('keep');
    expect(verdictOf(arm(10_000, 1000), arm(10_000, 1085)).verdict).toBe('promote');
    expect(verdictOf(arm(10_000, 1000), arm(10_000, 1085), { alpha: 0.04 }).verdict).toBe('keep');
  });

  test.each([
    ['better is promoted', 1200, 'promote', /^the challenger is better: 12 % against 10 %, p 0\.00000619$/],
    [
      'no different keeps the champion',
      1010,
      'keep',
      /^no difference: 10\.1 % against 10 %, p 0\.814; a rise of 1\.22 %/,
    ],
    ['worse is rejected', 800, 'reject', /^the challenger is worse: 8 % against 10 %/],
  ])('that is %s', (_, clicks, verdict, reason) => {
    expect(verdictOf(arm(10_000, 1000), arm(10_000, clicks))).toMatchObject({
      verdict,
      reason: expect.stringMatching(reason),
      significant: verdict !== 'keep',
    });
  });

  test("gives both rates, the lift, p and Newcombe's interval, and whether users were assigned as planned (S3-36, S3-32)", () => {
    const { rateA, rateB, lift, pValue, interval, sampleRatioPValue, minimumDetectableEffect } = verdictOf(
      arm(10_000, 1000),
      arm(10_000, 1100),
    );

    expect([rateA, rateB, sampleRatioPValue]).toEqual([0.1, 0.11, 1]);
    expect(lift).toBeCloseTo(0.1, 12);
    expect(pValue).toBeCloseTo(0.021075, 6);
    expect(interval?.[0]).toBeCloseTo(0.0015020650656, 12);
    expect(interval?.[1]).toBeCloseTo(0.0185015158684, 12);
    expect(minimumDetectableEffect).toBeCloseTo(0.0122, 4);
  });

  test.each([
    [1, 7, 0.0703, 0.0339],
    [0, 4, 0.12496, 0.0455],
  ])(
    'with %i and %i clicks of 10,000 users each goes by the exact test, as z would see a winner',
    (one, two, exact, z) => {
      const { verdict, pValue } = verdictOf(arm(10_000, one), arm(10_000, two));

      expect(verdict).toBe('keep');
      expect(pValue).toBeCloseTo(exact, 4);
      expect(proportionZTest(arm(10_000, one), arm(10_000, two))?.pTwoSided).toBeCloseTo(z, 4);
    },
  );

  test('with five clicks to expect in each arm goes by z', () => {
    const [control, variant] = [arm(10_000, 1), arm(10_000, 9)];
    expect(verdictOf(control, variant).pValue).toBe(proportionZTest(control, variant)?.pTwoSided);
    expect(verdictOf(control, arm(10_000, 8)).pValue).toBe(fisherExactP(control, arm(10_000, 8)));
  });

  test('whose users were not assigned as planned has no winner', () => {
    expect(verdictOf(arm(20_000, 2000), arm(21_000, 2600))).toMatchObject({
      verdict: 'invalid',
      reason: 'users were not assigned as planned: 21000 of 41000, 50 % were to see the challenger',
      significant: false,
    });
    expect(verdictOf(arm(20_000, 2000), arm(10_000, 1200), { allocation: 1 / 3 }).verdict).toBe('promote');
  });

  test('without users, or without a click, is no reason to fail', () => {
    expect(verdictOf(arm(0, 0), arm(0, 0))).toMatchObject({ verdict: 'running', rateA: null, pValue: null });
    expect(verdictOf(arm(10_000, 0), arm(10_000, 0))).toMatchObject({ verdict: 'keep', lift: null, pValue: null });
  });
});

test('the arms change places, and so does the winner', () => {
  const users = fc.integer({ min: 10_000, max: 10_200 });
  const arms = fc.tuple(users, users, fc.nat(10_000), fc.nat(10_000));
  const other = { promote: 'reject', reject: 'promote', keep: 'keep', running: 'running', invalid: 'invalid' };
  fc.assert(
    fc.property(arms, ([one, two, clicks, more]) => {
      const [control, variant] = [arm(one, clicks), arm(two, more)];
      expect(verdictOf(variant, control).verdict).toBe(other[verdictOf(control, variant).verdict]);
    }),
  );
});
