import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProbationQuestion } from '../../../lib/domain/canary/probation-question.ts';
import { probationVerdict } from '../../../lib/domain/canary/probation-verdict.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import { timestamp } from '../../../lib/domain/time.ts';
import { arm } from './canary-samples.ts';

const limits = {
  minimumSuccessRate: 0.75,
  maximumErrorRate: 0.1,
  maximumResponseMilliseconds: 200,
  maximumAccuracyDrop: null,
};
const START = Date.UTC(2026, 0, 5);
const HOUR = 3600;

const asked = (
  requestsAndBad: readonly (readonly [number, number])[],
  details: Partial<ProbationQuestion> = {},
): ProbationQuestion => ({
  limits,
  period: 'in probation',
  since: timestamp(START),
  seconds: 24 * HOUR,
  background: { share: 0.02, variation: 0 },
  predecessor: null,
  minutes: requestsAndBad.map(([requests, bad], index) => ({
    minute: timestamp(START + index * 60_000),
    champion: arm(requests, bad),
  })),
  ...details,
});
const rollsBack = (...question: Parameters<typeof asked>) => probationVerdict(asked(...question)).rollBack;
const minutes = (count: number, requests: number, bad: number) =>
  Array.from({ length: count }, () => [requests, bad] as const);

describe('a champion in probation', () => {
  test.each([
    ['stays with an error rate of exactly the limit', minutes(60, 100, 10), false],
    ['goes back with one clearly above it', minutes(60, 100, 15), true],
    ['stays where a few requests say little', minutes(5, 10, 2), false],
    ['goes back where nothing works, on few requests', minutes(3, 10, 10), true],
    ['stays without traffic', [], false],
  ])('%s', (_, given, rollBack) => {
    expect(rollsBack(given)).toBe(rollBack);
  });

  test('goes back on the success rate alone', () => {
    const lenient = { ...limits, maximumErrorRate: 1 };

    expect(rollsBack(minutes(60, 100, 25), { limits: lenient })).toBe(false);
    expect(rollsBack(minutes(60, 100, 35), { limits: lenient })).toBe(true);
  });

  test('that was good for a day goes back when it fails in the end, too slightly for the breaker', () => {
    const good = minutes(22 * 60, 100, 0);

    expect(rollsBack([...good, ...minutes(90, 100, 12)])).toBe(true);
    expect(rollsBack([...good, ...minutes(90, 100, 9)])).toBe(false);
    expect(rollsBack([...good, ...minutes(90, 100, 12)], { seconds: HOUR })).toBe(false);
  });

  test('that breaks at once after a good day goes back for its newest minutes', () => {
    const question = asked([...minutes(22 * 60 - 10, 100, 0), ...minutes(10, 100, 30)]);

    expect(probationVerdict(question)).toMatchObject({
      rollBack: true,
      reason:
        'the champion fails in probation: newest error rate 0.3 (300 of 1000) is above 0.2 with 99.9 % confidence',
      evidence: [{ metric: 'newest error rate', value: 0.3, threshold: 0.2, n: 1000 }, {}, {}],
    });
  });

  test('has more time where bad events clump', () => {
    const given = minutes(10, 100, 16);

    expect(rollsBack(given, { limits: { ...limits, maximumErrorRate: 0.09 } })).toBe(true);
    const clumped = { limits: { ...limits, maximumErrorRate: 0.09 }, background: { share: 0.02, variation: 2 } };
    expect(probationVerdict(asked(given, clumped)).evidence[1]?.value).toBeLessThan(2);
  });

  test('keeps what was taken from the evidence when traffic falls off', () => {
    const burst = minutes(10, 6000, 420);
    const evidenceAfter = (hours: number) =>
      probationVerdict({
        ...asked(burst, { limits: { ...limits, maximumErrorRate: 0.05 }, background: { share: 0.02, variation: 1 } }),
        minutes: [
          ...asked(burst).minutes,
          ...Array.from({ length: hours }, (_, hour) => ({
            minute: timestamp(START + (hour + 1) * HOUR * 1000),
            champion: arm(1),
          })),
        ],
      }).evidence[1]?.value ?? Number.NaN;

    expect(evidenceAfter(10)).toBeLessThanOrEqual(evidenceAfter(0));
  });

  test('says that there was nothing to judge by', () => {
    expect(probationVerdict(asked([]))).toMatchObject({
      rollBack: false,
      reason:
        'the champion had no traffic to be judged by in probation: error rate 0 (0 of 0), limit 0.1; evidence 1 of 100',
    });
  });

  test('is not judged by its response times, which are the business of an alarm', () => {
    const slow = [{ minute: timestamp(START), champion: arm(1000, 0, 1000) }];

    expect(probationVerdict({ ...asked([]), minutes: slow }).rollBack).toBe(false);
  });

  test('is told about with numbers', () => {
    expect(probationVerdict(asked([[1000, 300]]))).toEqual({
      rollBack: true,
      reason:
        'the champion fails in probation: error rate 0.3 (300 of 1000), limit 0.1; evidence over a million of 100',
      evidence: [
        { metric: 'error rate', value: 0.3, threshold: 0.1, n: 1000, interval: null },
        { metric: 'evidence against its error rate', value: 1e6, threshold: 100, n: 1000, interval: null },
      ],
    });
    expect(probationVerdict(asked([[1000, 0]], { period: 'after the rollback' })).reason).toMatch(
      /^the champion holds after the rollback: error rate 0 \(0 of 1000\), limit 0\.1; evidence 0\./,
    );
  });

  test('that goes back would also go back with more bad events, and every verdict can be recorded', () => {
    const counts = fc
      .tuple(fc.nat(100), fc.nat(100))
      .map(([requests, bad]) => [requests, Math.min(bad, requests)] as const);
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 100 }), fc.nat(20), (given, more) => {
        const { rollBack, evidence, reason } = probationVerdict(asked(given));
        const worse = given.map(([requests, bad]) => [requests, Math.min(requests, bad + more)] as const);
        if (rollBack) expect(rollsBack(worse)).toBe(true);
        for (const item of evidence) expect(evidenceSchema.parse(item)).toEqual(item);
        expect(reason.length).toBeLessThanOrEqual(1000);
      }),
    );
  });
});
