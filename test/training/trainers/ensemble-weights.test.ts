import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../lib/statistics/metrics/measurements.ts';
import type { ModelScore } from '../../../lib/training/scoring/scorer.ts';
import { weightedMean } from '../../../lib/training/scoring/soft-vote.ts';
import { equalWeights, fittedWeights } from '../../../lib/training/trainers/ensemble-weights.ts';

type Votes = readonly (readonly ModelScore[])[];

interface Ballot {
  readonly votes: Votes;
  readonly labels: readonly string[];
  readonly positiveClass: string | null;
  readonly classes: readonly string[];
}

const weightsOf = ({ votes, ...rows }: Ballot) => fittedWeights(votes, rows);

function lossOf(scores: readonly ModelScore[], { labels, positiveClass, classes }: Ballot): number {
  return measure({ labels, scores, positiveClass, classes })['log-loss'] ?? Number.NaN;
}

function meanOf(weights: readonly number[], { votes, labels }: Ballot): ModelScore[] {
  return labels.map((_, row) =>
    weightedMean(votes.map((own, place) => ({ weight: weights[place] ?? 0, score: own[row] as ModelScore }))),
  );
}

/** What 50 steps of greedy selection come by at their best, each mean computed anew. */
function lowestLoss(given: Ballot): number {
  let counts = given.votes.map(() => 0);
  const losses = Array.from({ length: 50 }, (_, done) => {
    const next = counts.map((_count, place) => counts.with(place, (counts[place] ?? 0) + 1));
    const tried = next.map((of) =>
      lossOf(
        meanOf(
          of.map((count) => count / (done + 1)),
          given,
        ),
        given,
      ),
    );
    const lowest = Math.min(...tried);
    counts = next[tried.indexOf(lowest)] ?? counts;
    return lowest;
  });
  return Math.min(...losses);
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const distribution = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 3 }).map((counts) => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
});

/** Some models' scores of some rows, of one output or of three classes, where a label may be none of them. */
function ballots(
  score: fc.Arbitrary<ModelScore>,
  labels: readonly string[],
  terms: Pick<Ballot, 'positiveClass' | 'classes'>,
) {
  const size = fc.record({ models: fc.integer({ min: 1, max: 6 }), rows: fc.integer({ min: 1, max: 20 }) });
  return size.chain(({ models, rows }) =>
    fc.record({
      votes: fc.array(fc.array(score, { minLength: rows, maxLength: rows }), { minLength: models, maxLength: models }),
      labels: fc.array(fc.constantFrom(...labels), { minLength: rows, maxLength: rows }),
      positiveClass: fc.constant(terms.positiveClass),
      classes: fc.constant(terms.classes),
    }),
  );
}

const ballot: fc.Arbitrary<Ballot> = fc.oneof(
  ballots(share, ['yes', 'no'], { positiveClass: 'yes', classes: [] }),
  ballots(distribution, ['a', 'b', 'c', 'unknown'], { positiveClass: null, classes: ['a', 'b', 'c'] }),
);

describe('weights fitted to rows', () => {
  test('never do worse on them than the best model alone', () => {
    fc.assert(
      fc.property(ballot, (given) => {
        const best = Math.min(...given.votes.map((own) => lossOf(own, given)));
        expect(lossOf(meanOf(weightsOf(given), given), given)).toBeLessThanOrEqual(best + 1e-9);
      }),
    );
  });

  test('are none below 0 and add up to 1', () => {
    fc.assert(
      fc.property(ballot, (given) => {
        const weights = weightsOf(given);
        expect(weights).toHaveLength(given.votes.length);
        expect(weights.every((weight) => weight >= 0)).toBe(true);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('are those of the best mean that greedy selection comes by, step by step', () => {
    fc.assert(
      fc.property(ballot, (given) => {
        expect(lossOf(meanOf(weightsOf(given), given), given)).toBeCloseTo(lowestLoss(given), 9);
      }),
      // a tie that rounding breaks in another way may lead elsewhere, so the cases are always the same
      { numRuns: 40, seed: 1 },
    );
  });

  test('do better than equal ones where a model errs', () => {
    const labels = Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? 'yes' : 'no'));
    const right = labels.map((label) => (label === 'yes' ? 0.8 : 0.2));
    const wrong = right.map((score) => 1 - score);
    expect(fittedWeights([wrong, right], { labels, positiveClass: 'yes', classes: [] })).toEqual([0, 1]);
  });

  test('are shared where two models know different rows', () => {
    const labels = Array.from({ length: 40 }, (_, row) => (row % 3 === 0 ? 'yes' : 'no'));
    const knows = (parity: number) =>
      labels.map((label, row) => (row % 2 === parity ? (label === 'yes' ? 0.95 : 0.05) : 0.4));
    const given: Ballot = { votes: [knows(0), knows(1)], labels, positiveClass: 'yes', classes: [] };
    const weights = weightsOf(given);
    expect(weights[0]).toBeGreaterThan(0.3);
    expect(weights[1]).toBeGreaterThan(0.3);
    expect(lossOf(meanOf(weights, given), given)).toBeLessThan(
      Math.min(...given.votes.map((own) => lossOf(own, given))),
    );
  });

  test('are equal where there are no rows to fit them to', () => {
    expect(fittedWeights([[], [], [], []], { labels: [], positiveClass: 'yes', classes: [] })).toEqual(equalWeights(4));
  });
});

test('equal weights add up to 1', () => {
  for (let members = 2; members <= 10; members += 1) {
    expect(equalWeights(members)).toHaveLength(members);
    expect(equalWeights(members).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  }
});
