import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanaryProgress } from '../../../lib/domain/canary/canary-question.ts';
import { canaryVerdict } from '../../../lib/domain/canary/canary-verdict.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import {
  arm,
  HOUR,
  LAST,
  minutesOf,
  progress,
  question,
  someBackground,
  someLimits,
  someMinutes,
  someProgress,
} from './canary-samples.ts';

/** One minute of a challenger beside a champion with one bad answer in fifty. */
const beside = (challenger = arm(60), champion = arm(540, 11)) => minutesOf(1, () => ({ challenger, champion }));
const good = minutesOf(60, () => ({ challenger: arm(60, 1), champion: arm(540, 11) }));
const decisionOf = (minutes: typeof good, at: CanaryProgress, details = {}) =>
  canaryVerdict(question(minutes, at, details)).decision;

describe('a canary that is shown to keep to its limits', () => {
  test.each([
    ['is watched until its bake is over', progress(HOUR - 1), 'continue'],
    ['steps up when the bake is over', progress(HOUR), 'step-up'],
    ['is watched on the last step too', progress(HOUR - 1, LAST), 'continue'],
    ['is promoted from the last step', progress(HOUR, LAST), 'promote'],
    ['is watched for ten minutes, however short the bake', progress(599, { bakeSeconds: 0 }), 'continue'],
    ['steps up after ten minutes where the bake is shorter', progress(600, { bakeSeconds: 0 }), 'step-up'],
  ])('%s', (_, at, decision) => {
    expect(decisionOf(good, at)).toBe(decision);
  });

  test('says its numbers, and keeps them as evidence', () => {
    const minutes = beside(arm(200, 2, 10, 198), arm(1800, 36, 90));
    const { reason, evidence } = canaryVerdict(question(minutes, progress(HOUR, LAST)));

    expect(reason).toBe(
      "the canary holds: error rate 0.01 (2 of 200), the champion's 0.02 (36 of 1800), limit 0.05; " +
        "slow answers 0.0505 (10 of 198), the champion's 0.05 (90 of 1800), limit 0.5",
    );
    expect(evidence.map(({ metric, value, threshold, n }) => [metric, value, threshold, n])).toEqual([
      ['error rate', 0.01, 0.05, 200],
      ['error rate of the champion', 0.02, null, 1800],
      ['evidence against its error rate', expect.any(Number), 100, 200],
      ['evidence for its error rate', expect.any(Number), 20, 200],
      ['slow answers', 10 / 198, 0.5, 198],
      ['slow answers of the champion', 0.05, null, 1800],
      ['evidence against its slow answers', expect.any(Number), 100, 198],
      ['evidence for its slow answers', expect.any(Number), 20, 198],
    ]);
    expect(evidence[0]?.interval?.[0]).toBeCloseTo(0.00275, 5);
    expect(evidence[0]?.interval?.[1]).toBeCloseTo(0.03569, 4);
  });
});

describe('evidence against a canary (S1-19, S1-20, S1-24)', () => {
  test.each([
    ['twice as many errors as the champion, all within the limit', arm(4000, 160), arm(36_000, 720), 'roll-back'],
    ['somewhat more errors, within the margin', arm(4000, 86), arm(36_000, 720), 'continue'],
    ['an error rate above the limit, without a champion to compare with', arm(400, 50), arm(0), 'roll-back'],
    ['a few errors above the limit, of few requests', arm(60, 4), arm(540, 11), 'continue'],
    ['nothing but errors', arm(10, 10), arm(90, 2), 'roll-back'],
    ['answers twice as often slow', arm(2000, 0, 400), arm(18_000, 0, 1800), 'roll-back'],
    ['a few more slow answers', arm(2000, 0, 210), arm(18_000, 0, 1800), 'continue'],
    ['an incident that both arms share', arm(600, 90), arm(5400, 810), 'continue'],
  ])('%s', (_, challenger, champion, decision) => {
    expect(decisionOf(beside(challenger, champion), progress(10))).toBe(decision);
  });

  test('rolls back from the last step as well, and names what is wrong and how sure it is', () => {
    const { decision, reason } = canaryVerdict(question(beside(arm(100, 30)), progress(HOUR, LAST)));

    expect(decision).toBe('roll-back');
    expect(reason).toMatch(
      /^the canary fails: error rate 0\.3 \(30 of 100\), the champion's 0\.0204 \(11 of 540\), limit 0\.05; evidence over a million of 100$/,
    );
  });

  test('counts for less where bad events clump', () => {
    const minutes = beside(arm(600, 40), arm(5400, 108));
    const clumped = { share: 0.02, variation: 1 };

    expect(decisionOf(minutes, progress(10))).toBe('roll-back');
    expect(decisionOf(minutes, progress(10), { background: { errors: clumped, slow: clumped } })).toBe('continue');
  });

  test('is not made of a counter that is missing: what is bad is a share of the answers that are known', () => {
    const minutes = minutesOf(7, () => ({ challenger: arm(0, 12, 0, 600), champion: arm(5400, 108) }));

    expect(canaryVerdict(question(minutes, progress(HOUR - 1))).decision).toBe('continue');
  });

  test('two counters of one request in neighbouring minutes are no more than one request', () => {
    const minutes = minutesOf(2, (index) => ({ challenger: index === 0 ? arm(0, 3) : arm(3), champion: arm(0) }));

    expect(() => canaryVerdict(question(minutes, progress(10)))).not.toThrow();
  });
});

describe('a canary that was good for a day and then breaks', () => {
  const day = (bad: number, championBad = 11) =>
    minutesOf(1440, (index) => ({
      challenger: arm(60, index < 1430 ? 0 : bad),
      champion: arm(540, index < 1430 ? 11 : championBad),
    }));

  test.each([
    ['is rolled back for its newest minutes', day(12), 'roll-back'],
    ['is not for what is no worse than a tenth', day(6), 'continue'],
    ['is not while the champion is as bad', day(12, 120), 'continue'],
  ])('%s', (_, minutes, decision) => {
    expect(decisionOf(minutes, progress(10))).toBe(decision);
  });

  test('gets no more traffic while it is above its limit of late, too slightly for the breaker', () => {
    const late = (bad: number) =>
      minutesOf(1440, (index) => ({ challenger: arm(60, index < 1380 ? 0 : bad), champion: arm(540, 11) }));
    const verdictOf = (bad: number, elapsed: number) => canaryVerdict(question(late(bad), progress(elapsed, LAST)));

    expect(verdictOf(3, HOUR).decision).toBe('promote');
    expect(verdictOf(4, HOUR)).toMatchObject({
      decision: 'hold',
      reason: 'held for evidence: of late the error rate 0.0667 (240 of 3600) is above 0.05',
    });
    expect(verdictOf(4, 3 * HOUR)).toMatchObject({ decision: 'roll-back' });
    expect(verdictOf(4, 3 * HOUR)).not.toHaveProperty('cause');
  });

  test('is told of with its newest numbers', () => {
    expect(canaryVerdict(question(day(12), progress(10))).reason).toBe(
      'the canary fails: newest error rate 0.2 (120 of 600) is above 0.1 with 99.9 % confidence',
    );
    expect(canaryVerdict(question(day(12), progress(10))).evidence[0]).toEqual({
      metric: 'newest error rate',
      value: 0.2,
      threshold: 0.1,
      n: 600,
      interval: [expect.closeTo(0.152, 3), 1],
    });
  });
});

describe('a step that is not shown to be good', () => {
  const END = 3 * HOUR;
  const few = beside(arm(40), arm(360, 7));
  const poor = beside(arm(40, 3), arm(360, 7));
  /** Two of nine are seven in a hundred samples at a share of .05, and speak against the challenger too softly. */
  const odd = beside(arm(9, 2), arm(81, 2));
  const suspect = beside(arm(40, 6), arm(360, 7));
  /** Four hours, the first of them at a smaller weight. */
  const before = minutesOf(240, (index) => ({ challenger: arm(0), champion: arm(index < 60 ? 100 : 0) }));

  test.each([
    ['is held', few, progress(END - 1), 'hold'],
    ['is held on the last step', few, progress(END - 1, LAST), 'hold'],
    ['is held though something was bad', poor, progress(END - 1), 'hold'],
    ['steps up at the end of the longest hold where nothing is wrong', few, progress(END), 'step-up'],
    ['rolls back at the end of the longest hold without traffic', [], progress(END), 'roll-back'],
    ['rolls back where the champion alone is seen, often enough', beside(arm(0), arm(44)), progress(END), 'roll-back'],
    ['steps up where few requests went to the champion, by chance', beside(arm(0), arm(43)), progress(END), 'step-up'],
    ['steps up where the champion had its requests in the step before', before, progress(END), 'step-up'],
    ['rolls back from one in a hundred without traffic as well', [], progress(END, { weight: 0.01 }), 'roll-back'],
    ['rolls back at the end of the longest hold for an odd sample', odd, progress(END), 'roll-back'],
    ['steps up at the end of the longest hold for what may be chance', poor, progress(END), 'step-up'],
    ['rolls back at the end of the longest hold for what hardly is', suspect, progress(END), 'roll-back'],
    ['is held though something hardly is chance', suspect, progress(END - 1), 'hold'],
    ['rolls back at the end of the longest hold of the last step', few, progress(END, LAST), 'roll-back'],
    ['is not any more with enough requests', beside(arm(87)), progress(END - 1, LAST), 'promote'],
    ['is still with one request less', beside(arm(86)), progress(END - 1, LAST), 'hold'],
  ])('%s', (_, minutes, at, decision) => {
    expect(decisionOf(minutes, at)).toBe(decision);
  });

  test('without anything against it is no fault of the challenger', () => {
    const cause = (minutes: typeof few) => canaryVerdict(question(minutes, progress(END, LAST))).cause;

    expect([few, [], odd, suspect].map(cause)).toEqual(['no-evidence', 'no-evidence', 'no-evidence', undefined]);
    expect(canaryVerdict(question([], progress(END))).cause).toBe('no-evidence');
  });

  test('says what is missing', () => {
    const at = (minutes: typeof few, seconds: number, details = {}) =>
      canaryVerdict(question(minutes, progress(seconds, details))).reason;
    const missing = 'error rate 0 (0 of 40) is not yet shown to be below 0.05, evidence 3.57 of 20';

    expect(at(few, HOUR)).toBe(`held for evidence: ${missing}`);
    expect(at(few, END, LAST)).toBe(`no evidence within the longest hold: ${missing}`);
    expect(at(poor, END)).toMatch(
      /^nothing is shown to be wrong within the longest hold, and a larger share shows more: error rate/,
    );
  });
});

describe('a share of one in a hundred', () => {
  const small = progress(HOUR, { weight: 0.01 });

  test.each([
    ['steps up on ten requests that did not crash', arm(10), small, 'step-up'],
    ['is held on fewer', arm(9), small, 'hold'],
    ['is held on one error in ten', arm(10, 1), small, 'hold'],
    ['steps up on one in twenty', arm(20, 1), small, 'step-up'],
    ['rolls back what crashes', arm(10, 10), small, 'roll-back'],
    ['promotes nothing, where it is the last', arm(10), { ...small, ...LAST }, 'hold'],
    ['is another thing than two in a hundred', arm(10), { ...small, weight: 0.02 }, 'hold'],
  ])('%s', (_, challenger, at, decision) => {
    expect(decisionOf(beside(challenger), at)).toBe(decision);
  });
});

/** From what is worst for the challenger to what is best. */
const order = ['roll-back', 'hold', 'continue', 'step-up', 'promote'];

test('more bad events or slow answers never make a verdict better', () => {
  fc.assert(
    fc.property(
      someMinutes,
      someLimits,
      someProgress,
      someBackground,
      fc.array(fc.record({ bad: fc.nat(10), slow: fc.nat(10) }), { maxLength: 30 }),
      (minutes, envelope, at, background, more) => {
        const worse = minutes.map((minute, index) => {
          const { bad = 0, slow = 0 } = more[index] ?? {};
          const { requests, answers } = minute.challenger;
          const added = {
            bad: Math.min(requests, minute.challenger.bad + bad),
            slow: Math.min(answers, minute.challenger.slow + slow),
          };
          return { ...minute, challenger: { ...minute.challenger, ...added } };
        });
        const decide = (given: typeof minutes) => decisionOf(given, at, { limits: envelope, background });
        expect(order.indexOf(decide(worse))).toBeLessThanOrEqual(order.indexOf(decide(minutes)));
      },
    ),
    { numRuns: 1000 },
  );
});

test('whatever is missing or one-sided, all traffic goes to nothing that was not shown to be within its limits', () => {
  fc.assert(
    fc.property(someMinutes, someProgress, someBackground, (minutes, at, background) => {
      const { decision, evidence } = canaryVerdict(question(minutes, at, { background }));
      const value = (metric: string) => evidence.find((one) => one.metric === metric)?.value ?? Number.NaN;
      const shown = Math.min(value('evidence for its error rate'), value('evidence for its slow answers'));
      const against = Math.max(value('evidence against its error rate'), value('evidence against its slow answers'));
      if (decision === 'promote') expect(at.isLastStep && shown >= 20).toBe(true);
      if (decision === 'promote' || decision === 'step-up') {
        expect(against).toBeLessThan(100);
        expect(at.elapsedSeconds).toBeGreaterThanOrEqual(Math.max(600, at.bakeSeconds));
        expect(minutes.length).toBeGreaterThan(0);
      }
      if (against >= 100) expect(decision).toBe('roll-back');
    }),
    { numRuns: 1000 },
  );
});

test('no step is held for ever, and every verdict can be recorded and is the same again', () => {
  fc.assert(
    fc.property(someMinutes, someLimits, someProgress, (minutes, envelope, at) => {
      const elapsedSeconds = Math.max(600, at.bakeSeconds) + at.maximumHoldSeconds;
      const asked = question(minutes, { ...at, elapsedSeconds }, { limits: envelope });
      const verdict = canaryVerdict(asked);
      expect(['continue', 'hold']).not.toContain(verdict.decision);
      expect(verdict.reason.length).toBeLessThanOrEqual(1000);
      for (const item of verdict.evidence) expect(evidenceSchema.parse(item)).toEqual(item);
      expect(canaryVerdict(JSON.parse(JSON.stringify(asked)))).toEqual(verdict);
    }),
  );
});

test('an equal canary is rolled back next to never, looked at every minute', () => {
  const share = 0.02;
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const badOf = (requests: number) => Array.from({ length: requests }, random).filter((value) => value < share).length;
  let [rolledBack, evidence] = [0, 0];
  for (let repetition = 0; repetition < 100; repetition += 1) {
    const minutes = minutesOf(60, () => ({ challenger: arm(6, badOf(6)), champion: arm(54, badOf(54)) }));
    const looks = minutes.map((_, index) => canaryVerdict(question(minutes.slice(0, index + 1), progress(10))));
    if (looks.some(({ decision }) => decision === 'roll-back')) rolledBack += 1;
    evidence += looks.at(-1)?.evidence.find(({ metric }) => metric.startsWith('evidence against'))?.value ?? Number.NaN;
  }
  expect(rolledBack).toBeLessThanOrEqual(1);
  // the mean of an E value is 1 at most
  expect(evidence / 100).toBeLessThan(1.5);
  expect(evidence / 100).toBeGreaterThan(0.01);
});
