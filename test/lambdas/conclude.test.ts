import { describe, expect, test } from 'vitest';
import { createConclude } from '../../lambdas/conclude.ts';
import { NotBootstrapped, StillHoldsLease, StillInCanary } from '../../lib/domain/ledger/ledger-errors.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  FIRST,
  LATER_RETRAIN,
  MODEL,
  minute,
  RETRAIN,
} from '../domain/ledger/ledger-samples.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { headOf } from '../in-memory/filled-ledger.ts';
import { inMemoryLedger } from '../in-memory/in-memory-ledger.ts';
import { execution, setUp } from './conclude-set-up.ts';

const skip = { execution, request: { actor: 'ada' }, outcome: 'skipped', code: 'Held', reason: 'probation' } as const;
const failure = { ...skip, outcome: 'failed', code: 'TypeError', reason: '{"errorMessage":"no such row"}' } as const;
const standDown = { ...skip, outcome: 'stood-down', code: 'RolledBack', reason: 'somebody was faster' } as const;

describe('an execution ends', () => {
  test.each([
    [skip, { code: 'Held', reason: 'probation' }],
    [failure, { code: 'TypeError', reason: 'no such row' }],
    [standDown, { code: 'RolledBack', reason: 'somebody was faster' }],
  ])('as $outcome, by whom and why', async (input, answer) => {
    const { ledger, conclude } = await setUp();

    expect(await conclude(input)).toEqual({ sequence: 2, ...answer });
    expect((await headOf(ledger)).event).toMatchObject({
      type: input.outcome,
      actor: { kind: 'cli', id: 'ada' },
      execution: RETRAIN,
      reason: answer.reason,
      at: minute(30),
    });
  });

  test.each([skip, failure, standDown])('as $outcome only once', async (input) => {
    const { ledger, clock, conclude } = await setUp();
    const first = await conclude(input);
    clock.advance(60);
    await conclude({ ...input, execution: { ...execution, arn: LATER_RETRAIN } });

    expect(await conclude(input)).toEqual(first);
    expect((await headOf(ledger)).sequence).toBe(3);
  });

  test('as it ended first, whatever a later attempt says', async () => {
    const { conclude } = await setUp();
    await conclude(skip);

    expect(await conclude(failure)).toEqual({ sequence: 2, code: 'Held', reason: 'probation' });
  });
});

describe('an execution that holds the lease', () => {
  const preparing = [bootstrapped(), acquired(FIRST, BASELINE)];

  test('frees it by failing', async () => {
    const { ledger, conclude } = await setUp(preparing);

    await conclude(failure);

    expect((await headOf(ledger)).state.lease).toBeNull();
  });

  test.each([skip, standDown])('cannot end as $outcome', async (input) => {
    const { ledger, conclude } = await setUp(preparing);

    await expect(conclude(input)).rejects.toThrow(StillHoldsLease);
    expect((await headOf(ledger)).sequence).toBe(2);
  });

  test('cannot end while it has traffic', async () => {
    const { conclude } = await setUp([bootstrapped(), ...canaryOf(FIRST, BASELINE)]);

    await expect(conclude(failure)).rejects.toThrow(StillInCanary);
  });
});

test('without a champion there is nothing to record', async () => {
  const conclude = createConclude({ ledger: inMemoryLedger(), clock: fakeClock(), modelName: MODEL });

  await expect(conclude(failure)).rejects.toThrow(NotBootstrapped);
});
