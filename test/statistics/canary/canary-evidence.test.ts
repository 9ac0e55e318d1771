import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  gatherEvidence,
  logRollbackEvidence,
  logStepUpEvidence,
} from '../../../lib/statistics/canary/canary-evidence.ts';
import { logEvidence, type MinuteCounts } from '../../../lib/statistics/canary/e-process.ts';

const limits = { margin: 1.1, absoluteLimit: 0.05, certifiedLimit: 0.04 };
const alarm = Math.log(100);

const after = (minutes: readonly MinuteCounts[]) => gatherEvidence(minutes, limits);
const noEvidence = after([]);

function minute(canary: readonly [number, number], baseline: readonly [number, number]): MinuteCounts {
  return { canaryBad: canary[0], canaryTotal: canary[1], baselineBad: baseline[0], baselineTotal: baseline[1] };
}

test('nothing is known of a canary that has just begun', () => {
  expect([logRollbackEvidence(noEvidence), logStepUpEvidence(noEvidence)]).toEqual([0, 0]);
});

test('a canary that is far worse than its baseline is found within minutes, one as good is not', () => {
  const bad = minute([12, 60], [11, 540]);
  const good = minute([1, 60], [11, 540]);
  expect(logRollbackEvidence(after([bad, bad]))).toBeGreaterThan(alarm);
  expect(logRollbackEvidence(after(Array.from({ length: 1440 }, () => good)))).toBeLessThan(0);
});

test('a good canary is certified, a bad one is not', () => {
  const hour = Array.from({ length: 60 }, () => minute([1, 60], [11, 540]));
  expect(logStepUpEvidence(after(hour))).toBeGreaterThan(Math.log(20));
  expect(logStepUpEvidence(after(hour.map(() => minute([3, 60], [11, 540]))))).toBeLessThan(0);
});

test('a minute with the baseline above the absolute limit adds nothing to the absolute part, at the limit it does', () => {
  const incident = after([minute([9, 60], [28, 540])]);
  expect(incident.absolute).toEqual(noEvidence.absolute);
  expect(incident.relative).not.toEqual(noEvidence.relative);
  expect(incident.certification).not.toEqual(noEvidence.certification);
  const atLimit = after([minute([9, 60], [27, 540])]);
  expect(atLimit.absolute).not.toEqual(noEvidence.absolute);
});

test('an incident that both arms share from the first minute gives no reason to roll back', () => {
  const incident = Array.from({ length: 30 }, () => minute([9, 60], [81, 540]));
  expect(logRollbackEvidence(after(incident))).toBeLessThan(0);
});

test('without a baseline the absolute part alone finds a bad canary', () => {
  const sums = after(Array.from({ length: 5 }, () => minute([12, 60], [0, 0])));
  expect(logEvidence(sums.relative)).toBeCloseTo(0, 9);
  expect(logRollbackEvidence(sums)).toBeGreaterThan(alarm);
});

test('half of the evidence for a rollback is relative, half absolute', () => {
  const sums = after([minute([4, 60], [8, 540])]);
  const mean = (Math.exp(logEvidence(sums.relative, 1.5)) + Math.exp(logEvidence(sums.absolute, 1.5))) / 2;
  expect(logRollbackEvidence(sums, 1.5)).toBeCloseTo(Math.log(mean), 12);
});

test('the dispersion takes from the evidence of both kinds, and changes no sum', () => {
  const sums = after([minute([12, 60], [11, 540]), minute([12, 60], [11, 540])]);
  expect(logRollbackEvidence(sums, 4)).toBeLessThan(logRollbackEvidence(sums));
  const good = after(Array.from({ length: 60 }, () => minute([0, 60], [11, 540])));
  expect(logStepUpEvidence(good, 4)).toBeLessThan(logStepUpEvidence(good));
});

const count = fc.nat({ max: 50 });
const counts = fc
  .tuple(count, count, count, count)
  .map(([canaryBad, canaryGood, baselineBad, baselineGood]) =>
    minute([canaryBad, canaryBad + canaryGood], [baselineBad, baselineBad + baselineGood]),
  );

test('the sums are those of the single minutes, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 20 }), (minutes) => {
      const singly = minutes.map((one) => after([one]));
      for (const part of ['relative', 'absolute', 'certification'] as const) {
        const whole = after([...minutes].reverse())[part];
        whole.forEach((sum, factor) => {
          const expected = singly.reduce((total, sums) => total + (sums[part][factor] ?? 0), 0);
          expect(sum).toBeCloseTo(expected, 9);
        });
      }
    }),
  );
});
