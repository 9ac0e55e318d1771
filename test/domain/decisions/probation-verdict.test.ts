import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { probationVerdict } from '../../../lib/domain/decisions/probation-verdict.ts';

const limits = { minimumSuccessRate: 0.75, maximumErrorRate: 0.1, maximumResponseMilliseconds: 200 };
const verdict = (requests: number, bad: number, slow = 0) =>
  probationVerdict({ requests, bad, answers: requests, slow }, limits, 'in probation');

describe('a champion in probation', () => {
  test.each([
    ['stays with an error rate of exactly the limit', 1000, 100, false],
    ['goes back with one above it', 1000, 101, true],
    ['stays whatever forty-nine requests say', 49, 49, false],
    ['goes back on fifty', 50, 6, true],
    ['stays on fifty within the limit', 50, 5, false],
    ['stays without traffic', 0, 0, false],
  ])('%s', (_, requests, bad, rollBack) => {
    expect(verdict(requests, bad).rollBack).toBe(rollBack);
  });

  test('goes back on the success rate alone', () => {
    const lenient = { ...limits, maximumErrorRate: 1 };
    const counts = { requests: 1000, answers: 0, slow: 0 };
    const judge = (bad: number) => probationVerdict({ ...counts, bad }, lenient, 'in probation').rollBack;

    expect(judge(250)).toBe(false);
    expect(judge(251)).toBe(true);
  });

  test('is not judged by its response times, which are the business of an alarm', () => {
    expect(verdict(100, 0, 100).rollBack).toBe(false);
  });

  test('is told about with numbers, and with its fault where it has one', () => {
    expect(verdict(1000, 200)).toEqual({
      rollBack: true,
      reason: 'the champion fails in probation: error rate 0.2 is above 0.1 (200 of 1000)',
      evidence: [
        { metric: 'error rate', value: 0.2, threshold: 0.1, n: 1000, interval: null },
        { metric: 'success rate', value: 0.8, threshold: 0.75, n: 1000, interval: null },
      ],
    });
    expect(verdict(1000, 0).reason).toMatch(/^the champion holds in probation: error rate 0 is within 0\.1/);
    const counts = { requests: 1000, bad: 200, answers: 0, slow: 0 };
    expect(probationVerdict(counts, limits, 'after the rollback').reason).toMatch(/fails after the rollback: error/);
  });

  test('that goes back would also go back with more bad events', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.nat(50), (requests, bad, more) => {
        fc.pre(verdict(requests, bad).rollBack);
        expect(verdict(requests, bad + more).rollBack).toBe(true);
      }),
    );
  });
});
