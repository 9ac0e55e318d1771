import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CanaryProgress, canaryVerdict } from '../../../lib/domain/decisions/canary-verdict.ts';
import type { ReleaseCounts } from '../../../lib/domain/decisions/release-counts.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';

const limits = { minimumSuccessRate: 0.8, maximumErrorRate: 0.05, maximumResponseMilliseconds: 100 };
const loose = { ...limits, maximumErrorRate: 1 };
const HOUR = 3600;

const counts = (requests: number, bad = 0, slow = 0, answers = requests): ReleaseCounts => ({
  requests,
  bad,
  answers,
  slow,
});
const progress = (elapsedSeconds: number, details: Partial<CanaryProgress> = {}): CanaryProgress => ({
  elapsedSeconds,
  bakeSeconds: HOUR,
  maximumHoldSeconds: 2 * HOUR,
  isLastStep: false,
  ...details,
});
const LAST = { isLastStep: true };

describe('a canary that keeps to its limits', () => {
  test.each([
    ['is watched until its bake is over', progress(HOUR - 1), 'continue'],
    ['steps up when the bake is over', progress(HOUR), 'step-up'],
    ['is watched on the last step too', progress(HOUR - 1, LAST), 'continue'],
    ['is promoted from the last step', progress(HOUR, LAST), 'promote'],
    ['steps up at once where there is no bake', progress(0, { bakeSeconds: 0 }), 'step-up'],
  ])('%s', (_, given, decision) => {
    expect(canaryVerdict(counts(50), limits, given).decision).toBe(decision);
  });

  test('says its numbers, and keeps them as evidence', () => {
    const { reason, evidence } = canaryVerdict(counts(200, 2, 10, 198), limits, progress(HOUR, LAST));

    expect(reason).toBe(
      'the canary holds: error rate 0.01 is within 0.05 (2 of 200), success rate 0.99 is at least 0.8 (198 of 200), slow answers 0.0505 is within 0.5 (10 of 198)',
    );
    expect(evidence).toEqual([
      { metric: 'error rate', value: 0.01, threshold: 0.05, n: 200, interval: null },
      { metric: 'success rate', value: 0.99, threshold: 0.8, n: 200, interval: null },
      { metric: 'slow answers', value: 10 / 198, threshold: 0.5, n: 198, interval: null },
    ]);
  });
});

describe('a broken limit', () => {
  test.each([
    ['an error rate of exactly the limit', counts(2000, 100), limits, 'continue'],
    ['an error rate above the limit', counts(2000, 101), limits, 'roll-back'],
    ['a success rate of exactly the limit', counts(2000, 400), loose, 'continue'],
    ['a success rate below the limit', counts(2000, 401), loose, 'roll-back'],
    ['half of the answers slow', counts(100, 0, 50), limits, 'continue'],
    ['more than half of the answers slow', counts(100, 0, 51), limits, 'roll-back'],
    ['nothing but bad events, of too few requests', counts(49, 49), limits, 'continue'],
    ['too many bad events of just enough requests', counts(50, 3), limits, 'roll-back'],
    ['few bad events of just enough requests', counts(50, 2), limits, 'continue'],
    ['more bad events than requests', counts(50, 60), loose, 'roll-back'],
  ])('%s during the bake', (_, given, envelope, decision) => {
    expect(canaryVerdict(given, envelope, progress(10)).decision).toBe(decision);
  });

  test('rolls back from the last step as well, and names only what is broken', () => {
    const { decision, reason, evidence } = canaryVerdict(counts(100, 12), limits, progress(HOUR, LAST));

    expect(decision).toBe('roll-back');
    expect(reason).toBe('the canary fails: error rate 0.12 is above 0.05 (12 of 100)');
    expect(evidence).toHaveLength(3);
  });
});

describe('too little traffic after the bake', () => {
  const END = 3 * HOUR;

  test.each([
    ['is held', counts(49), progress(END - 1), 'continue'],
    ['is held on the last step', counts(49), progress(END - 1, LAST), 'continue'],
    ['is held though something was bad', counts(49, 1), progress(END - 1), 'continue'],
    ['steps up at the end of the longest hold where nothing was bad', counts(49), progress(END), 'step-up'],
    ['steps up at the end of the longest hold without any traffic', counts(0), progress(END), 'step-up'],
    ['rolls back at the end of the longest hold where something was bad', counts(49, 1), progress(END), 'roll-back'],
    ['rolls back at the end of the longest hold of the last step', counts(49), progress(END, LAST), 'roll-back'],
    ['is no matter any more with the fiftieth request', counts(50), progress(END, LAST), 'promote'],
  ])('%s', (_, given, at, decision) => {
    expect(canaryVerdict(given, limits, at).decision).toBe(decision);
  });

  test('says how much is missing', () => {
    expect(canaryVerdict(counts(12), limits, progress(HOUR)).reason).toBe('held for evidence: 12 of 50 requests');
  });
});

/** From what is worst for the challenger to what is best. */
const order = ['roll-back', 'continue', 'step-up', 'promote'];
const anyCounts = fc
  .record({ requests: fc.nat(300), bad: fc.nat(300), answers: fc.nat(300), slow: fc.nat(300) })
  .map((given) => ({ ...given, bad: Math.min(given.bad, given.requests), slow: Math.min(given.slow, given.answers) }));
const anyProgress = fc.record({
  elapsedSeconds: fc.nat(5 * HOUR),
  bakeSeconds: fc.nat(2 * HOUR),
  maximumHoldSeconds: fc.nat(2 * HOUR),
  isLastStep: fc.boolean(),
});
const anyLimits = fc.record({
  minimumSuccessRate: fc.double({ min: 0, max: 1, noNaN: true }),
  maximumErrorRate: fc.double({ min: 0, max: 1, noNaN: true }),
  maximumResponseMilliseconds: fc.constant(100),
});

test('more bad events or slow answers never make a verdict better', () => {
  fc.assert(
    fc.property(anyCounts, anyLimits, anyProgress, fc.nat(20), fc.nat(20), (given, envelope, at, bad, slow) => {
      const worse = {
        ...given,
        bad: Math.min(given.requests, given.bad + bad),
        slow: Math.min(given.answers, given.slow + slow),
      };
      const before = canaryVerdict(given, envelope, at).decision;
      const after = canaryVerdict(worse, envelope, at).decision;
      expect(order.indexOf(after)).toBeLessThanOrEqual(order.indexOf(before));
    }),
    { numRuns: 2000 },
  );
});

test('nothing is promoted before its bake, on too few requests or from another step than the last', () => {
  fc.assert(
    fc.property(anyCounts, anyProgress, (given, at) => {
      const envelope = { minimumSuccessRate: 0, maximumErrorRate: 1, maximumResponseMilliseconds: 100 };
      const fair = given.answers === 0 || given.slow / given.answers <= 0.5;
      const due = given.requests >= 50 && at.elapsedSeconds >= at.bakeSeconds && at.isLastStep;
      expect(canaryVerdict(given, envelope, at).decision === 'promote').toBe(fair && due);
    }),
    { numRuns: 2000 },
  );
});

test('no step is held for ever, and every verdict can be recorded', () => {
  fc.assert(
    fc.property(anyCounts, anyLimits, anyProgress, (given, envelope, at) => {
      const end = { ...at, elapsedSeconds: at.bakeSeconds + at.maximumHoldSeconds };
      const { decision, reason, evidence } = canaryVerdict(given, envelope, end);
      expect(decision).not.toBe('continue');
      expect(reason.length).toBeLessThanOrEqual(1000);
      expect(evidence.length).toBeGreaterThan(0);
      for (const item of evidence) expect(evidenceSchema.parse(item)).toEqual(item);
    }),
  );
});
