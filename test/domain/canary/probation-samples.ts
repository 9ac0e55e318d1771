import fc from 'fast-check';
import type { ProbationQuestion } from '../../../lib/domain/canary/probation-question.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import { START } from '../ledger/ledger-samples.ts';
import { arm, HOUR } from './canary-samples.ts';

/** Minutes in a row since the start of time, each with so many requests and errors. */
export function probationOf(
  requestsAndBad: readonly (readonly [number, number])[],
  details: Partial<ProbationQuestion> = {},
): ProbationQuestion {
  return {
    limits: {
      minimumSuccessRate: 0.75,
      maximumErrorRate: 0.1,
      maximumResponseMilliseconds: 200,
      maximumAccuracyDrop: null,
    },
    period: 'in probation',
    since: START,
    seconds: 12 * HOUR,
    background: { share: 0.02, variation: 0 },
    predecessor: null,
    minutes: requestsAndBad.map(([requests, bad], index) => ({
      minute: secondsAfter(START, index * 60),
      champion: arm(requests, bad),
    })),
    ...details,
  };
}

/** What may have happened in a short while. */
export const someProbation = fc
  .record({
    counts: fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { maxLength: 30 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    variation: fc.double({ min: 0, max: 3, noNaN: true }),
    period: fc.constantFrom('in probation', 'after the rollback'),
  })
  .map(({ counts, period, ...background }) =>
    probationOf(
      counts.map(([requests, bad]) => [requests, Math.min(bad, requests)]),
      { background, period },
    ),
  );
