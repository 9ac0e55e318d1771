import fc from 'fast-check';
import { expect, test } from 'vitest';
import { probationVerdict } from '../../../lib/domain/canary/probation-verdict.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import { timestamp } from '../../../lib/domain/time.ts';
import { arm } from './canary-samples.ts';

const START = Date.UTC(2026, 0, 5);
type Labels = readonly [labelled: number, wrong: number];

/** A champion without an error, with labels minute by minute, after a predecessor with these labels. */
function asked(minutes: readonly Labels[], predecessor: Labels | null, maximumAccuracyDrop: number | null = 0.05) {
  return {
    limits: {
      minimumSuccessRate: 0.75,
      maximumErrorRate: 0.1,
      maximumResponseMilliseconds: 200,
      maximumAccuracyDrop,
    },
    period: 'in probation',
    since: timestamp(START),
    seconds: 86_400,
    background: { share: 0.02, variation: 0 },
    predecessor: predecessor && { total: predecessor[0], bad: predecessor[1] },
    minutes: minutes.map(([labelled, wrong], index) => ({
      minute: timestamp(START + index * 60_000),
      champion: { ...arm(100), labelled, wrong },
    })),
  };
}
const rollsBack = (...given: Parameters<typeof asked>) => probationVerdict(asked(...given)).rollBack;
const each = (labelled: number, wrong: number): Labels[] => Array.from({ length: 100 }, () => [labelled, wrong]);

test.each([
  ['.05 below its predecessor stays', each(10_000, 1500), [1_000_000, 100_000], 0.05, false],
  ['.0501 below its predecessor goes back', each(10_000, 1501), [1_000_000, 100_000], 0.05, true],
  ['far below goes back on 200 labels of either', [[200, 100]], [200, 20], 0.05, true],
  ['far below stays on 199 labels', [[199, 100]], [200, 20], 0.05, false],
  ['far below stays where its predecessor has 199', [[200, 100]], [199, 20], 0.05, false],
  ['below by what may be chance stays', [[200, 36]], [200, 20], 0.05, false],
  ['far below stays where no loss is too large', each(10, 9), [1000, 10], null, false],
  ['stays without a predecessor that is another model', each(10, 9), null, 0.05, false],
  ['stays without a label', each(0, 0), [1000, 10], 0.05, false],
] as const)('a champion whose accuracy is %s (S4-16)', (_, minutes, predecessor, limit, rollBack) => {
  expect(rollsBack(minutes, predecessor, limit)).toBe(rollBack);
});

test('a loss of accuracy is told with both accuracies, their labels and the interval', () => {
  const { reason, evidence } = probationVerdict(asked(each(10, 3), [1000, 100]));

  expect(reason).toMatch(
    /^the champion fails in probation: accuracy 0\.7 \(n 1000\) is 0\.2 below the 0\.9 \(n 1000\) of its predecessor, between 0\.1\d+ and 0\.2\d+ with 99\.9 % confidence, limit 0\.05$/,
  );
  expect(evidence[0]).toMatchObject({ metric: 'loss of accuracy', threshold: 0.05, n: 1000 });
  expect(evidence.map(({ metric }) => metric)).toContain('evidence against its error rate');
});

test('one that is no fault is told beside the errors', () => {
  const { reason, rollBack } = probationVerdict(asked(each(10, 1), [1000, 100]));

  expect(rollBack).toBe(false);
  expect(reason).toMatch(
    /^the champion holds in probation: error rate 0 .*; accuracy 0\.9 \(n 1000\) is 0 below the 0\.9/,
  );
});

test('errors come first, and keep their words', () => {
  const failing = asked(each(10, 10), [1000, 100]);
  const minutes = failing.minutes.map((one) => ({ ...one, champion: { ...one.champion, bad: 60 } }));

  expect(probationVerdict({ ...failing, minutes }).reason).toMatch(/^the champion fails in probation: error rate 0\.6/);
});

test('another order of the minutes, or another look, makes no other verdict, and every one can be recorded', () => {
  const labels = fc.tuple(fc.nat(40), fc.nat(40)).map(([count, wrong]): Labels => [count, Math.min(count, wrong)]);
  fc.assert(
    fc.property(
      fc.array(labels, { maxLength: 40 }),
      labels,
      fc.integer({ min: 1, max: 50 }),
      (given, [n, bad], times) => {
        const predecessor: Labels = [n * times, bad * times];
        const verdict = probationVerdict(asked(given, predecessor));
        expect(probationVerdict(asked(given.toReversed(), predecessor))).toEqual(verdict);
        for (const item of verdict.evidence) expect(evidenceSchema.parse(item)).toEqual(item);
        expect(verdict.reason.length).toBeLessThanOrEqual(1000);
        const total = given.reduce((sum, [count]) => sum + count, 0);
        if (Math.min(total, n * times) < 200) expect(verdict.rollBack).toBe(false);
      },
    ),
  );
});
