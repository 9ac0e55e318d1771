import { describe, expect, test } from 'vitest';
import {
  actorSchema,
  leaseSchema,
  ledgerStateSchema,
  phaseOf,
  REMEMBERED_CHAMPIONS,
  routingSchema,
  unbornState,
} from '../../../lib/domain/ledger/ledger-state.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  FIRST,
  minute,
  promoted,
  RETRAIN,
  stateAfter,
} from './ledger-samples.ts';

describe('the phase', () => {
  const canary = stateAfter(bootstrapped(), ...canaryOf(FIRST, BASELINE));
  const probation = {
    ...stateAfter(bootstrapped(), ...canaryOf(FIRST, BASELINE), promoted()),
    probationEnd: minute(9),
  };

  test.each([
    ['unborn', 'before bootstrap', unbornState],
    ['idle', 'after it', stateAfter(bootstrapped())],
    ['preparing', 'while somebody holds the lease', stateAfter(bootstrapped(), acquired(FIRST, BASELINE))],
    ['canary', 'while a challenger has traffic', canary],
    ['canary', 'even after the lease ran out', { ...canary, lease: null }],
  ])('is %s %s', (phase, _, state) => {
    expect(phaseOf(state, minute(100_000))).toBe(phase);
  });

  test('is probation up to its end, and idle from then on', () => {
    expect(phaseOf(probation, minute(8))).toBe('probation');
    expect(phaseOf(probation, '2026-01-05T00:08:59.999Z')).toBe('probation');
    expect(phaseOf(probation, minute(9))).toBe('idle');
    expect(phaseOf(probation, minute(10))).toBe('idle');
  });
});

describe('at the door', () => {
  const routing = {
    functionArn: BASELINE.functionArn,
    functionVersion: '1',
    canary: { functionVersion: '2', weight: 0.5 },
    movedAt: minute(0),
    movedBy: { kind: 'cli', id: 'ada' },
  };

  test.each([
    [0, false],
    [0.0001, true],
    [0.9999, true],
    [1, false],
    [-0.1, false],
  ])('a canary of the weight %d is accepted: %s', (weight, accepted) => {
    const input = { ...routing, canary: { ...routing.canary, weight } };

    expect(routingSchema.safeParse(input).success).toBe(accepted);
  });

  test.each(['$LATEST', '0', '01', '', 'live', '1.0', '12345678901234567890'])(
    'traffic never goes to the version %j',
    (functionVersion) => {
      expect(routingSchema.safeParse({ ...routing, functionVersion }).success).toBe(false);
    },
  );

  test('traffic goes to a function with a name', () => {
    expect(routingSchema.safeParse({ ...routing, functionArn: 'x'.repeat(256) }).success).toBe(true);
    expect(routingSchema.safeParse({ ...routing, functionArn: 'x'.repeat(257) }).success).toBe(false);
    expect(routingSchema.safeParse({ ...routing, functionArn: '' }).success).toBe(false);
  });

  test('an actor is known by its kind and its name', () => {
    expect(actorSchema.safeParse({ kind: 'alarm', id: 'ChurnErrors' }).success).toBe(true);
    expect(actorSchema.safeParse({ kind: 'oracle', id: 'Delphi' }).success).toBe(false);
  });

  test('a lease has a holder', () => {
    const lease = stateAfter(bootstrapped(), acquired(FIRST, BASELINE)).lease;
    const acceptedFor = (execution: string) => leaseSchema.safeParse({ ...lease, execution }).success;

    expect([1, 512, 0, 513].map((length) => acceptedFor('x'.repeat(length)))).toEqual([true, true, false, false]);
  });

  test('a state remembers only so many champions', () => {
    const state = stateAfter(bootstrapped());
    const remembering = (count: number) => ({
      ...state,
      previousChampions: Array.from({ length: count }, () => FIRST),
    });

    expect(ledgerStateSchema.safeParse(remembering(REMEMBERED_CHAMPIONS)).success).toBe(true);
    expect(ledgerStateSchema.safeParse(remembering(REMEMBERED_CHAMPIONS + 1)).success).toBe(false);
  });

  test('a lease rests on a comparison that was won, on a reason, or on a change of code', () => {
    const lease = stateAfter(bootstrapped(), acquired(FIRST, BASELINE)).lease;
    const acceptedWith = (grounds: unknown) => leaseSchema.safeParse({ ...lease, grounds }).success;

    expect(lease?.execution).toBe(RETRAIN);
    expect(acceptedWith({ kind: 'comparison', verdict: 'promote', sequence: 3 })).toBe(true);
    expect(acceptedWith({ kind: 'comparison', verdict: 'hold', sequence: 3 })).toBe(false);
    expect(acceptedWith({ kind: 'comparison', verdict: 'promote', sequence: 0 })).toBe(false);
    expect(acceptedWith({ kind: 'forced', reason: 'the old one leaks' })).toBe(true);
    expect(acceptedWith({ kind: 'forced', reason: '' })).toBe(false);
    expect(acceptedWith({ kind: 'code-change' })).toBe(true);
  });
});
