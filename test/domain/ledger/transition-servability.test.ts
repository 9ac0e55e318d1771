import { describe, expect, test } from 'vitest';
import { NotLeaseHolder, StillInCanary, UnknownFunctionVersion } from '../../../lib/domain/ledger/ledger-errors.ts';
import { transition } from '../../../lib/domain/ledger/transition.ts';
import {
  BASELINE,
  bootstrapped,
  canaryOf,
  checked,
  FIRST,
  LATER_RETRAIN,
  minute,
  proven,
  releasing,
  SECOND,
  stateAfter,
  THIRD,
} from './ledger-samples.ts';

const preparing = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...proven(SECOND, FIRST).slice(0, 2));
const canary = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...canaryOf(SECOND, FIRST));
const found = { at: minute(90), detail: 'answered in 12 ms' };
const servability = { servable: true, checkedAt: minute(90), detail: 'answered in 12 ms' };

describe('what an invocation found', () => {
  test('is kept with the challenger for a smoke test, and with nothing else', () => {
    expect(transition(preparing, checked('smoke-test', SECOND, found))).toEqual({
      ...preparing,
      challenger: { ...SECOND, servability },
    });
  });

  test('is kept with the champion and the lease for a drill, and with nothing else', () => {
    const excuse = 'champion-alarm';

    expect(transition(preparing, checked('drill', FIRST, { ...found, servable: false, excuse }))).toEqual({
      ...preparing,
      champion: { ...preparing.champion, servability: { ...servability, servable: false } },
      lease: { ...preparing.lease, drill: { checkedAt: minute(90), servable: false, excuse } },
    });
  });

  test('in a late drill says nothing about the release that has traffic', () => {
    const after = transition(canary, checked('drill', FIRST, { ...found, servable: false }));

    expect(after.lease).toEqual(canary.lease);
    expect(after.champion?.servability?.servable).toBe(false);
  });

  test('is kept with a former champion for a warm-up, and with nothing else', () => {
    const event = checked('warm-up', BASELINE, { ...found, servable: false, execution: null });

    expect(transition(preparing, event)).toEqual({
      ...preparing,
      previousChampions: [{ ...preparing.previousChampions[0], servability: { ...servability, servable: false } }],
    });
  });

  test('is kept for a champion on a quiet day', () => {
    const idle = stateAfter(bootstrapped());

    expect(transition(idle, checked('warm-up', BASELINE, { ...found, execution: null })).champion?.servability).toEqual(
      servability,
    );
  });

  test('of the challenger does not count as seen by its warm-up or drill', () => {
    expect(() => transition(preparing, checked('warm-up', SECOND))).toThrow(UnknownFunctionVersion);
    expect(() => transition(preparing, checked('drill', SECOND))).toThrow(UnknownFunctionVersion);
  });

  test('of a former champion is no drill', () => {
    expect(() => transition(preparing, checked('drill', BASELINE))).toThrow(UnknownFunctionVersion);
  });

  test('of the champion is no smoke test', () => {
    expect(() => transition(preparing, checked('smoke-test', FIRST))).toThrow(UnknownFunctionVersion);
  });

  test.each(['smoke-test', 'drill', 'warm-up'] as const)('in a %s of a stranger is refused', (check) => {
    expect(() => transition(preparing, checked(check, THIRD))).toThrow(UnknownFunctionVersion);
  });

  test.each(['smoke-test', 'drill'] as const)('in a %s is for the holder of the lease to say', (check) => {
    const version = check === 'drill' ? FIRST : SECOND;

    expect(() => transition(preparing, checked(check, version, { execution: LATER_RETRAIN }))).toThrow(NotLeaseHolder);
    expect(() => transition(preparing, checked(check, version, { execution: null }))).toThrow(NotLeaseHolder);
  });

  test('against a challenger that has traffic calls for a rollback', () => {
    expect(() => transition(canary, checked('smoke-test', SECOND, { servable: false }))).toThrow(StillInCanary);
    expect(transition(canary, checked('smoke-test', SECOND, found)).challenger?.servability).toEqual(servability);
  });

  test('in a warm-up of a former champion does not touch it as the challenger that it is again', () => {
    const returning = { mode: 'version', grounds: { kind: 'forced', reason: 'it was better' } } as const;
    const state = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...canaryOf(BASELINE, FIRST, returning));

    const after = transition(state, checked('warm-up', BASELINE, { ...found, servable: false }));

    expect(after.previousChampions[0]?.servability?.servable).toBe(false);
    expect(after.challenger?.servability?.servable).toBe(true);
  });
});
