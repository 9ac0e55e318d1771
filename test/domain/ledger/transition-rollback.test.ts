import { describe, expect, test } from 'vitest';
import * as refused from '../../../lib/domain/ledger/ledger-errors.ts';
import type { EventOf, LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { type LedgerState, phaseOf } from '../../../lib/domain/ledger/ledger-state.ts';
import { transition } from '../../../lib/domain/ledger/transition.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  CODE_RELEASE,
  canaryOf,
  checked,
  EVIDENCE,
  eventOf,
  FIRST,
  LATER_RETRAIN,
  minute,
  NEW_CODE,
  NEWER_CODE,
  OTHER_PREDICT,
  promoted,
  releaseOf,
  releasing,
  rolledBack,
  SECOND,
  stateAfter,
  THIRD,
  UNSERVABLE,
} from './ledger-samples.ts';

const MONTHS_LATER = { at: minute(100_000) };
const three = [bootstrapped(), ...releasing(FIRST, BASELINE), ...releasing(SECOND, FIRST)];
const idle = stateAfter(...three);
const canary = stateAfter(...three, ...canaryOf(THIRD, SECOND));
const probation = stateAfter(...three, ...canaryOf(THIRD, SECOND), promoted());

const automatic = [
  'canary-verdict',
  'no-evidence',
  'probation-verdict',
  'alarm',
  'failure',
  'abandoned',
  'superseded',
] as const;

function championAndPrevious({ champion, previousChampions }: LedgerState) {
  return [champion, ...previousChampions].map((release) => release?.functionVersion);
}

/** Automatic rollback while the newest entries are a minute apart, so well within probation. */
function soon(cause: EventOf<'rolled-back'>['cause'], details: Partial<EventOf<'rolled-back'>> = {}) {
  return rolledBack(cause, { at: minute(30), ...details });
}

describe('a rollback in canary', () => {
  test.each([...automatic, 'manual'] as const)(
    'for %s gives the champion all traffic and ends the release',
    (cause) => {
      const state = transition(canary, soon(cause, { execution: LATER_RETRAIN }));

      expect(state).toMatchObject({
        challenger: null,
        lease: null,
        routing: { functionVersion: '3', canary: null, movedAt: minute(30) },
      });
      expect(championAndPrevious(state)).toEqual(['3', '2', '1']);
      expect(phaseOf(state, minute(30))).toBe('idle');
    },
  );

  test('can name the champion', () => {
    expect(transition(canary, soon('alarm', { target: SECOND }))).toEqual(transition(canary, soon('alarm')));
  });

  test('goes further back only by hand', () => {
    expect(() => transition(canary, soon('alarm', { target: FIRST }))).toThrow(refused.NothingToRollBack);
    expect(championAndPrevious(transition(canary, soon('manual', { target: FIRST })))).toEqual(['2', '1']);
  });

  test('does not mistake the same number on another function for the champion', () => {
    const foreign = { ...SECOND, functionArn: OTHER_PREDICT };

    expect(() => transition(canary, soon('manual', { target: foreign }))).toThrow(refused.ForeignFunction);
  });
});

describe('a rollback in probation', () => {
  test.each(automatic)('for %s gives the predecessor all traffic, and probation is over', (cause) => {
    const state = transition(probation, soon(cause));

    expect(championAndPrevious(state)).toEqual(['3', '2', '1']);
    expect(state).toMatchObject({ routing: { functionVersion: '3', canary: null }, probationEnd: null });
  });

  test('happens by itself up to its end, and not at it', () => {
    const { probationEnd } = probation;
    const state = { ...probation, probationEnd: minute(500) };

    expect(probationEnd).not.toBeNull();
    expect(transition(state, rolledBack('alarm', { at: minute(499) })).champion?.functionVersion).toBe('3');
    expect(() => transition(state, rolledBack('alarm', { at: minute(500) }))).toThrow(refused.NothingToRollBack);
    expect(transition(state, rolledBack('manual', { at: minute(500) })).champion?.functionVersion).toBe('3');
  });
});

describe('a rollback by itself', () => {
  test.each(automatic)('for %s needs numbers', (cause) => {
    expect(() => transition(canary, soon(cause, { evidence: [] }))).toThrow(refused.NoEvidence);
    expect(() => transition(probation, soon(cause, { evidence: [] }))).toThrow(refused.NoEvidence);
  });

  test.each(automatic)('for %s happens neither in a quiet time nor before any traffic moved', (cause) => {
    const preparing = stateAfter(...three, acquired(THIRD, SECOND));

    expect(() => transition(idle, rolledBack(cause, MONTHS_LATER))).toThrow(refused.NothingToRollBack);
    expect(() => transition(preparing, soon(cause))).toThrow(refused.NothingToRollBack);
  });
});

describe('a rollback by hand', () => {
  const manual = (target: EventOf<'rolled-back'>['target'] = null): EventOf<'rolled-back'> =>
    rolledBack('manual', { target, evidence: [], ...MONTHS_LATER });

  test('goes to the newest predecessor, and again to the one before', () => {
    const once = transition(idle, manual());
    const twice = transition(once, manual());

    expect(championAndPrevious(once)).toEqual(['2', '1']);
    expect(championAndPrevious(twice)).toEqual(['1']);
    expect(() => transition(twice, manual())).toThrow(refused.NoStableVersion);
  });

  test('goes to a certain predecessor, over whatever lies between', () => {
    expect(championAndPrevious(transition(idle, manual(BASELINE)))).toEqual(['1']);
  });

  test('goes to a version from before what the head remembers, with nothing to go back to from there', () => {
    const ancient = releaseOf('99', '0.9.0');

    expect(championAndPrevious(transition(idle, manual(ancient)))).toEqual(['99']);
  });

  test('never goes to the champion itself, nor to a challenger', () => {
    expect(() => transition(idle, manual(SECOND))).toThrow(refused.NoStableVersion);
    expect(() => transition(canary, manual(THIRD))).toThrow(refused.NoStableVersion);
    const returning = canaryOf(FIRST, SECOND, { mode: 'version', grounds: { kind: 'forced', reason: 'better' } });
    expect(championAndPrevious(transition(stateAfter(...three, ...returning), manual(FIRST)))).toEqual(['2', '1']);
  });

  test('never leaves the function', () => {
    const foreign = { ...FIRST, functionArn: OTHER_PREDICT };

    expect(() => transition(idle, manual(foreign))).toThrow(refused.ForeignFunction);
  });

  test('fences off the release that is under way', () => {
    const state = transition(canary, manual(FIRST));

    expect(state).toMatchObject({ challenger: null, lease: null });
    expect(() => transition(state, promoted(MONTHS_LATER))).toThrow(refused.NotLeaseHolder);
  });

  test.each([
    ['unservable', UNSERVABLE],
    ['never asked', null],
  ])('never goes to a version that was %s', (_, servability) => {
    expect(() => transition(idle, manual(releaseOf('99', '0.9.0', { servability })))).toThrow(refused.NoStableVersion);
  });

  test('believes the head, not the event, about a version that the head knows', () => {
    const state = stateAfter(...three, checked('warm-up', FIRST, { servable: false, detail: 'gone' }));

    expect(() => transition(state, manual({ ...FIRST, servability: BASELINE.servability }))).toThrow('gone');
    expect(transition(idle, manual({ ...FIRST, servability: UNSERVABLE })).champion?.servability?.servable).toBe(true);
  });

  test('without a target goes past a predecessor that cannot serve', () => {
    const newestBroken = [...three, checked('warm-up', FIRST, { servable: false, detail: 'gone' })];
    const allBroken = [...newestBroken, checked('warm-up', BASELINE, { servable: false, detail: 'gone too' })];

    expect(championAndPrevious(transition(stateAfter(...newestBroken), manual()))).toEqual(['1']);
    expect(() => transition(stateAfter(...allBroken), manual())).toThrow(
      '1.0.0 on function version 2 cannot serve: gone',
    );
  });

  test('needs somewhere to go', () => {
    expect(() => transition(stateAfter(bootstrapped()), manual())).toThrow(refused.NoStableVersion);
  });
});

describe('the code of what is rolled back', () => {
  const onNewCode = (functionVersion: string): LedgerEvent[] =>
    canaryOf({ ...SECOND, functionVersion, ...NEW_CODE }, SECOND, CODE_RELEASE);

  test('is not to blame when the code before it was the same', () => {
    expect(transition(probation, soon('alarm')).rejectedCode).toBeNull();
    expect(transition(canary, soon('canary-verdict')).rejectedCode).toBeNull();
  });

  test('stays rejected when a model release on the old code is rolled back', () => {
    const rejected = [...three, ...onNewCode('8'), rolledBack('canary-verdict')];

    expect(stateAfter(...rejected, ...canaryOf(THIRD, SECOND), rolledBack('alarm')).rejectedCode).toEqual(NEW_CODE);
    expect(stateAfter(...rejected, ...canaryOf(THIRD, SECOND), promoted(), rolledBack('alarm')).rejectedCode).toEqual(
      NEW_CODE,
    );
  });

  test('is not rejected any more once it serves, whatever brought it back', () => {
    const rejected = stateAfter(
      ...three,
      ...onNewCode('8'),
      rolledBack('canary-verdict'),
      ...canaryOf(THIRD, SECOND),
      promoted(),
    );
    const target = releaseOf('7', '0.9.0', NEW_CODE);

    expect(rejected.rejectedCode).toEqual(NEW_CODE);
    expect(transition(rejected, soon('superseded', { target })).rejectedCode).toBeNull();
    expect(transition(rejected, soon('manual', { target })).rejectedCode).not.toEqual(NEW_CODE);
  });

  test('is rejected in probation too, unless newer code cut it short', () => {
    const newer = { ...SECOND, functionVersion: '9', ...NEWER_CODE };
    const state = stateAfter(...three, ...canaryOf(newer, SECOND, CODE_RELEASE), promoted());

    expect(transition(state, soon('probation-verdict')).rejectedCode).toEqual(NEWER_CODE);
    expect(transition(state, soon('superseded')).rejectedCode).toBeNull();
  });
});

test('whoever rolled back is who moved the traffic', () => {
  const actor = { kind: 'alarm', id: 'ChurnErrors' } as const;
  const event = eventOf('rolled-back', { cause: 'alarm', target: null, evidence: EVIDENCE, actor, at: minute(30) });

  expect(transition(canary, event).routing?.movedBy).toEqual(actor);
  expect(transition(probation, event).routing?.movedBy).toEqual(actor);
});
