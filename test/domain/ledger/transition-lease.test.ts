import { describe, expect, test } from 'vitest';
import * as refused from '../../../lib/domain/ledger/ledger-errors.ts';
import { phaseOf } from '../../../lib/domain/ledger/ledger-state.ts';
import { transition } from '../../../lib/domain/ledger/transition.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  CODE_RELEASE,
  canaryOf,
  eventOf,
  FIRST,
  LATER_RETRAIN,
  minute,
  promoted,
  proven,
  published,
  RETRAIN,
  releasing,
  rolledBack,
  SECOND,
  stateAfter,
} from './ledger-samples.ts';

const baseline = stateAfter(bootstrapped());
const ready = stateAfter(bootstrapped(), ...proven(FIRST, BASELINE));
const canary = stateAfter(bootstrapped(), ...canaryOf(FIRST, BASELINE));

describe('a lease', () => {
  test('says who releases what, why and until when', () => {
    const event = { ...acquired(FIRST, BASELINE), at: minute(1) };

    expect(transition(baseline, event).lease).toEqual({
      execution: RETRAIN,
      mode: 'model',
      plan: 'canary',
      modelVersion: '1.0.0',
      modelSha256: FIRST.modelSha256,
      grounds: { kind: 'comparison', verdict: 'promote', sequence: 2 },
      acquiredAt: minute(1),
      until: minute(600),
      drill: null,
    });
  });

  test('is taken only against the champion that was compared', () => {
    const sameNumberOtherArtefact = { ...FIRST, modelSha256: SECOND.modelSha256 };

    expect(() => transition(baseline, acquired(SECOND, FIRST))).toThrow(refused.ChampionChanged);
    const afterFirst = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE));
    const late = { ...acquired(SECOND, sameNumberOtherArtefact), at: minute(60) };
    expect(() => transition(afterFirst, late)).toThrow(refused.ChampionChanged);
  });

  test('needs an execution and an end that lies ahead', () => {
    expect(() => transition(baseline, acquired(FIRST, BASELINE, { execution: null }))).toThrow(refused.NotLeaseHolder);
    const at = { at: minute(5) };
    expect(() => transition(baseline, acquired(FIRST, BASELINE, { ...at, until: minute(5) }))).toThrow(
      refused.EndsInThePast,
    );
  });

  test.each([
    [599, 'SUCCEEDED'],
    [599, null],
    [600, null],
    [601, null],
  ] as const)('at minute %i of 600, with the holder %s, is not taken over', (at, formerStatus) => {
    const takeover = acquired(SECOND, BASELINE, { execution: LATER_RETRAIN, formerStatus, at: minute(at) });

    expect(() => transition(transition(baseline, acquired(FIRST, BASELINE)), takeover)).toThrow(refused.LeaseHeld);
  });

  test.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'MISSING'] as const)(
    'is taken over at its very end when the holder is %s, and what was published is dropped',
    (formerStatus) => {
      const held = transition(transition(baseline, acquired(FIRST, BASELINE)), published(FIRST));

      const taken = transition(held, {
        ...acquired(SECOND, BASELINE, { execution: LATER_RETRAIN, formerStatus, until: minute(700) }),
        at: minute(600),
      });

      expect(taken).toMatchObject({ challenger: null, lease: { execution: LATER_RETRAIN, until: minute(700) } });
      expect(() => transition(taken, published(FIRST))).toThrow(refused.NotLeaseHolder);
    },
  );

  test('that ran out during a canary is taken over only after a rollback', () => {
    const late = { at: minute(10_000), execution: LATER_RETRAIN, until: minute(10_600) };
    const takeover = acquired(SECOND, BASELINE, { ...late, formerStatus: 'ABORTED' });

    expect(() => transition(canary, takeover)).toThrow(refused.LeaseHeld);
    const abandoned = transition(canary, rolledBack('abandoned', { at: minute(9_999), execution: null }));
    expect(phaseOf(abandoned, minute(9_999))).toBe('idle');
    expect(transition(abandoned, takeover).lease?.execution).toBe(LATER_RETRAIN);
  });

  test('waits for the end of probation, which comes by time alone', () => {
    const probation = transition(canary, promoted({ at: minute(10), probationEnd: minute(20) }));
    const next = (at: number) => acquired(SECOND, FIRST, { at: minute(at), execution: LATER_RETRAIN });

    expect(() => transition(probation, next(19))).toThrow(refused.HeldByProbation);
    expect(transition(probation, next(20))).toMatchObject({ probationEnd: null, lease: { modelVersion: '1.1.0' } });
  });

  test('of a code release is for the model of the champion', () => {
    expect(() => transition(baseline, acquired(FIRST, BASELINE, CODE_RELEASE))).toThrow(refused.ReleaseMismatch);
    expect(transition(baseline, acquired(BASELINE, BASELINE, CODE_RELEASE)).lease?.mode).toBe('code');
  });

  test.each(['model', 'version'] as const)('of a %s release does not rest on a change of code', (mode) => {
    const grounds = { kind: 'code-change' } as const;

    expect(() => transition(baseline, acquired(FIRST, BASELINE, { mode, grounds }))).toThrow(refused.NoEvidence);
  });
});

describe('a failure', () => {
  const failed = (execution: string | null) => eventOf('failed', { error: 'States.Timeout', execution });

  test('of the holder frees the lease', () => {
    expect(transition(ready, failed(RETRAIN))).toEqual({ ...ready, challenger: null, lease: null });
  });

  test('of anybody else changes nothing', () => {
    expect(transition(ready, failed(LATER_RETRAIN))).toEqual(ready);
    expect(transition(canary, failed(null))).toEqual(canary);
  });

  test('of the holder of a canary is a rollback instead', () => {
    expect(() => transition(canary, failed(RETRAIN))).toThrow(refused.StillInCanary);
  });
});
