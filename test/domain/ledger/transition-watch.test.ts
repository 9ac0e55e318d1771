import { describe, expect, test } from 'vitest';
import { NoEvidence, NotWatched } from '../../../lib/domain/ledger/ledger-errors.ts';
import { transition } from '../../../lib/domain/ledger/transition.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  EVIDENCE,
  eventOf,
  FIRST,
  minute,
  promoted,
  releasing,
  rolledBack,
  SECOND,
  stateAfter,
} from './ledger-samples.ts';

const champion = [bootstrapped(), ...releasing(FIRST, BASELINE)];
const canary = stateAfter(...champion, ...canaryOf(SECOND, FIRST));
const restored = stateAfter(...champion, ...canaryOf(SECOND, FIRST), rolledBack('canary-verdict'));
const watched = (healthy: boolean) => eventOf('rollback-watched', { healthy, evidence: EVIDENCE });

describe('the watch after a rollback', () => {
  test.each([
    ['from a canary', canary, rolledBack('alarm', { at: minute(60) })],
    ['from probation', transition(canary, promoted({ at: minute(50) })), rolledBack('alarm', { at: minute(60) })],
    ['by hand on a quiet day', stateAfter(...champion), rolledBack('manual', { at: minute(60) })],
  ])('begins with a rollback %s', (_, state, rollback) => {
    expect(state.watchedSince).toBeNull();
    expect(transition(state, rollback).watchedSince).toBe(minute(60));
  });

  test.each([true, false])('ends with what it found (healthy: %s), and changes nothing else', (healthy) => {
    expect(transition(restored, watched(healthy))).toEqual({ ...restored, watchedSince: null });
  });

  test('ends once', () => {
    expect(() => transition(transition(restored, watched(true)), watched(false))).toThrow(NotWatched);
  });

  test('ends with numbers only', () => {
    expect(() => transition(restored, { ...watched(false), evidence: [] })).toThrow(NoEvidence);
  });

  test('begins anew with another rollback', () => {
    expect(transition(restored, rolledBack('manual', { at: minute(90) })).watchedSince).toBe(minute(90));
  });

  test('goes on while another release is under way, and ends with its promotion', () => {
    const preparing = transition(restored, acquired(SECOND, FIRST, { at: minute(30) }));
    const promotion = [...canaryOf(SECOND, FIRST), promoted()];

    expect(preparing.watchedSince).toBe(restored.watchedSince);
    expect(transition(preparing, watched(false)).lease).toEqual(preparing.lease);
    expect(
      stateAfter(...champion, ...canaryOf(SECOND, FIRST), rolledBack('alarm'), ...promotion).watchedSince,
    ).toBeNull();
  });

  test('ends with an adoption, whose function version is another', () => {
    const release = { ...FIRST, functionVersion: '9' };

    expect(transition(restored, eventOf('adopted', { release, at: minute(60) })).watchedSince).toBeNull();
  });
});
