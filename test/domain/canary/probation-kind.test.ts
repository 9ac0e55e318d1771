import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { probationChanges } from '../../../lib/domain/canary/probation-changes.ts';
import { probationKind } from '../../../lib/domain/canary/probation-kind.ts';
import { probationVerdict } from '../../../lib/domain/canary/probation-verdict.ts';
import { probationOf, someProbation } from './probation-samples.ts';

const explained = (asked: ReturnType<typeof probationOf>) => probationKind.explain(asked, probationVerdict(asked));
const changes = (asked: ReturnType<typeof probationOf>) => probationChanges(asked).map(({ text }) => text);

describe('what would have changed the verdict on a champion', () => {
  test('is told of one that fails in errors that it had too many, and in answers that it had too few', () => {
    const [fewer, more] = changes(probationOf([[100, 30]]));

    const count = Number(/^(\d+) errors less$/.exec(fewer ?? '')?.[1]);
    expect(probationVerdict(probationOf([[100, 30 - count]])).rollBack).toBe(false);
    expect(probationVerdict(probationOf([[100, 30 - count + 1]])).rollBack).toBe(true);
    expect(more).toMatch(/^\d+ more answers without an error, none of them slow$/);
  });

  test('is told of one that holds in errors', () => {
    const [more] = changes(probationOf([[100, 10]]));

    const count = Number(/^(\d+) more errors$/.exec(more ?? '')?.[1]);
    expect(probationVerdict(probationOf([[100, 10 + count]])).rollBack).toBe(true);
    expect(probationVerdict(probationOf([[100, 10 + count - 1]])).rollBack).toBe(false);
  });

  test('is nothing where there were no requests that could have failed', () => {
    expect(changes(probationOf([]))).toEqual([]);
  });

  test('really changes it', () => {
    fc.assert(
      fc.property(someProbation, (asked) => {
        const now = probationVerdict(asked).rollBack;
        for (const change of probationChanges(asked)) expect(probationVerdict(change.question).rollBack).toBe(!now);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the explanation of a look at a champion', () => {
  test('has what was asked, every number with its limit, and what is spent of the chance of an error', () => {
    const explanation = explained(probationOf([[100, 10]]));

    expect(explanation).toMatchObject({
      asked: 'whether the champion keeps to its limits in probation, with the traffic since 2026-01-05T00:00:00.000Z',
      verdict: 'holds',
      errorBudget: { alpha: 0.01, spent: expect.any(Number) },
    });
    expect(explanation.rules.map(({ metric, passed }) => [metric, passed])).toEqual([
      ['error rate', true],
      ['evidence against its error rate', true],
    ]);
    expect(explanation.errorBudget?.spent).toBeLessThan(0.01);
  });

  test('of one that fails has spent all of it, and names what did not hold', () => {
    const { errorBudget, rules, verdict } = explained(probationOf([[100, 40]]));

    expect(verdict).toBe('fails');
    expect(errorBudget).toEqual({ alpha: 0.01, spent: 0.01 });
    expect(rules.map(({ passed }) => passed)).toEqual([false, false]);
  });
});
