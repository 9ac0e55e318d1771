import { describe, expect, test } from 'vitest';
import { decideShift, leaseSeconds, stepAfter } from '../../../lib/domain/protocol/shift-weight.ts';
import { filledLedger, headOf } from '../../in-memory/filled-ledger.ts';
import { BASELINE, bootstrapped, FIRST, inTurn, minute, proven, RETRAIN, shifted } from '../ledger/ledger-samples.ts';

const plan = {
  enabled: true,
  steps: [
    { weight: 0.01, bakeSeconds: 600 },
    { weight: 0.1, bakeSeconds: 1200 },
    { weight: 0.5, bakeSeconds: 1800 },
  ],
  pollSeconds: 60,
  maximumHoldSeconds: 7200,
};

describe('the step after a weight', () => {
  test.each([
    ['nothing', 0, 0.01],
    ['the first', 0.01, 0.1],
    ['one that is between two steps', 0.2, 0.5],
    ['the last is the last', 0.5, 0.5],
    ['one above all of them is the last', 0.7, 0.5],
  ])('%s', (_, weight, next) => {
    expect(stepAfter(plan, weight).weight).toBe(next);
  });

  test('does not exist where there is no canary', () => {
    expect(() => stepAfter({ ...plan, steps: [] }, 0)).toThrow('a release without a canary has no step to shift to');
  });
});

test('a lease lasts for the bake, the longest hold and an hour', () => {
  expect(leaseSeconds(plan, 600)).toBe(600 + 7200 + 3600);
});

describe('the decision about the next share', () => {
  const execution = { arn: RETRAIN, name: 'monday', startedAt: minute(0) };
  const decide = async (weights: readonly number[], fromWeight: number) => {
    const events = [bootstrapped(), ...proven(FIRST, BASELINE), ...weights.map((weight) => shifted(weight))];
    const head = await headOf(await filledLedger(inTurn(events)));
    return decideShift(plan, { execution, functionVersion: '2', fromWeight })(head, minute(60));
  };

  test.each([
    ['is the first step for a challenger without traffic', [], 0, 0.01],
    ['is the step after the judged one', [0.01], 0.01, 0.1],
    ['follows the judged weight, whatever the head says that is less', [0.01], 0.05, 0.1],
  ])('%s', async (_, weights, from, weight) => {
    expect(await decide(weights, from)).toMatchObject({ type: 'shifted', weight });
  });

  test.each([
    ['the weight was raised already', [0.01, 0.1], 0.01],
    ['the first step was taken already', [0.01], 0],
  ])('is none when %s', async (_, weights, from) => {
    expect(await decide(weights, from)).toBeNull();
  });
});
