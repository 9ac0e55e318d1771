import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canaryChanges } from '../../../lib/domain/canary/canary-changes.ts';
import { canaryKind } from '../../../lib/domain/canary/canary-kind.ts';
import { canaryVerdict } from '../../../lib/domain/canary/canary-verdict.ts';
import { eventOf, ledgerOf, minute, releaseOf } from '../ledger/ledger-samples.ts';
import {
  arm,
  HOUR,
  LAST,
  minutesOf,
  progress,
  question,
  someBackground,
  someMinutes,
  someProgress,
} from './canary-samples.ts';

const beside = (challenger = arm(60), champion = arm(540, 11)) => minutesOf(1, () => ({ challenger, champion }));
const explained = (asked: ReturnType<typeof question>) => canaryKind.explain(asked, canaryVerdict(asked));

describe('what would have changed the verdict on a canary', () => {
  const changes = (asked: ReturnType<typeof question>) => canaryChanges(asked).map(({ text }) => text);

  test('is told in answers: of one that is held, how many more would do', () => {
    expect(changes(question(beside(arm(40)), progress(HOUR, LAST)))).toEqual([
      '47 more answers without an error, none of them slow',
      'a look 10800 seconds after the shift',
    ]);
  });

  test('is told of one that is promoted in errors', () => {
    expect(changes(question(beside(arm(200)), progress(HOUR, LAST)))).toContain('3 more errors');
  });

  test('is told of one that is rolled back in errors that it had too many', () => {
    expect(changes(question(beside(arm(400, 50), arm(0)), progress(10)))[0]).toMatch(/^\d+ errors less$/);
  });

  test('really changes it, and one answer less does not', () => {
    fc.assert(
      fc.property(someMinutes, someProgress, someBackground, (minutes, at, background) => {
        const asked = question(minutes, at, { background });
        const now = canaryVerdict(asked).decision;
        for (const change of canaryChanges(asked)) expect(canaryVerdict(change.question).decision).not.toBe(now);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the explanation of a look', () => {
  test('has what was asked, every number with its threshold, and what is spent of the chance of an error', () => {
    const explanation = explained(question(beside(arm(200, 2, 10, 198), arm(1800, 36, 90)), progress(HOUR, LAST)));

    expect(explanation).toMatchObject({
      asked: 'what the canary with 10 % of the traffic shows, 3600 seconds after the shift',
      verdict: 'promote',
      errorBudget: { alpha: 0.01, spent: expect.any(Number) },
    });
    expect(explanation.rules.map(({ metric, passed }) => [metric, passed])).toEqual([
      ['error rate', true],
      ['evidence against its error rate', true],
      ['evidence for its error rate', true],
      ['slow answers', true],
      ['evidence against its slow answers', true],
      ['evidence for its slow answers', true],
    ]);
    expect(explanation.errorBudget?.spent).toBeLessThan(0.0001);
  });

  test('of one that is rolled back has spent all of it', () => {
    expect(explained(question(beside(arm(100, 30)), progress(10))).errorBudget).toEqual({ alpha: 0.01, spent: 0.01 });
    const broken = minutesOf(600, (index) => ({ challenger: arm(60, index < 590 ? 0 : 30), champion: arm(540, 11) }));
    expect(explained(question(broken, progress(10))).errorBudget).toEqual({ alpha: 0.001, spent: 0.001 });
  });
});

describe('the ledger', () => {
  const verdict = canaryVerdict(question(beside(arm(200)), progress(HOUR, LAST)));
  const promoted = (change: object) => {
    const [born] = ledgerOf([eventOf('bootstrapped', { release: releaseOf('1', '0.0.0') })]);
    if (born === undefined) throw new Error('there should be an entry');
    const told = { reason: verdict.reason, evidence: verdict.evidence, probationEnd: minute(60), ...change };
    return [{ ...born, event: eventOf('promoted', told) }];
  };

  test('agrees with the look that it tells of', () => {
    expect(canaryKind.entryFinding(verdict, promoted({}))).toBeNull();
    expect(canaryKind.entryFinding(verdict, [])).toBeNull();
  });

  test.each([
    ['another reason', { reason: 'the canary holds: error rate 0 (0 of 2000)' }],
    ['other numbers', { evidence: verdict.evidence.slice(1) }],
  ])('with %s does not', (_, change) => {
    expect(canaryKind.entryFinding(verdict, promoted(change))).toMatch(
      /^no recorded look at the canary decides what entry 1 says/,
    );
  });
});
