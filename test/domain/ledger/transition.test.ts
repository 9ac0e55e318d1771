import { describe, expect, test } from 'vitest';
import * as refused from '../../../lib/domain/ledger/ledger-errors.ts';
import { phaseOf, unbornState } from '../../../lib/domain/ledger/ledger-state.ts';
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
  NEW_CODE,
  NEWER_CODE,
  OTHER_PREDICT,
  promoted,
  published,
  RETRAIN,
  releasing,
  rolledBack,
  SECOND,
  shifted,
  stateAfter,
  UNSERVABLE,
} from './ledger-samples.ts';

const idle = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE));
const canary = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...canaryOf(SECOND, FIRST));
const cli = { actor: { kind: 'cli', id: 'ada' }, execution: null } as const;

describe('bootstrap', () => {
  test('gives the first model all traffic', () => {
    expect(transition(unbornState, bootstrapped())).toEqual({
      ...unbornState,
      champion: BASELINE,
      routing: {
        functionArn: BASELINE.functionArn,
        functionVersion: '1',
        canary: null,
        movedAt: minute(0),
        movedBy: { kind: 'deployment', id: 'ChurnStack' },
      },
    });
  });

  test('happens once', () => {
    expect(() => transition(stateAfter(bootstrapped()), bootstrapped())).toThrow(refused.AlreadyBootstrapped);
    expect(() => transition(canary, bootstrapped(FIRST))).toThrow(refused.AlreadyBootstrapped);
  });

  test.each([null, UNSERVABLE])('is of a model that answers (%j)', (servability) => {
    expect(() => transition(unbornState, bootstrapped({ ...BASELINE, servability }))).toThrow(refused.NotSmokeTested);
  });

  test('comes before everything else', () => {
    const others = [
      eventOf('adopted', { release: BASELINE }),
      acquired(FIRST, BASELINE),
      shifted(0.1),
      rolledBack('manual'),
      eventOf('paused', {}),
      eventOf('failed', { error: 'States.Timeout' }),
    ];

    for (const event of others) expect(() => transition(unbornState, event)).toThrow(refused.NotBootstrapped);
  });
});

describe('adoption', () => {
  const onOther = { ...FIRST, functionArn: OTHER_PREDICT, functionVersion: '1' };

  test('on another function leaves nothing that the alias could not reach', () => {
    const state = transition(idle, eventOf('adopted', { release: onOther, at: minute(60), ...cli }));

    expect(state).toMatchObject({
      champion: onOther,
      previousChampions: [],
      routing: {
        functionArn: OTHER_PREDICT,
        functionVersion: '1',
        canary: null,
        movedAt: minute(60),
        movedBy: cli.actor,
      },
    });
    expect(() => transition(state, rolledBack('manual', { at: minute(61) }))).toThrow(refused.NoStableVersion);
  });

  test('on the same function keeps the former champions', () => {
    const release = { ...FIRST, functionVersion: '7' };

    expect(transition(idle, eventOf('adopted', { release }))).toMatchObject({
      champion: release,
      previousChampions: [{ functionVersion: '1' }],
    });
  });

  test('as a version that a former champion had forgets that one', () => {
    const release = { ...FIRST, functionVersion: '1' };

    expect(transition(idle, eventOf('adopted', { release })).previousChampions).toEqual([]);
  });

  test.each([null, UNSERVABLE])('is of a version that answers (%j)', (servability) => {
    const adopted = eventOf('adopted', { release: { ...onOther, servability } });

    expect(() => transition(idle, adopted)).toThrow(refused.NotSmokeTested);
  });

  test('ends a canary, and fences its execution off', () => {
    const state = transition(canary, eventOf('adopted', { release: onOther, at: minute(60) }));

    expect(state).toMatchObject({ challenger: null, lease: null });
    expect(phaseOf(state, minute(60))).toBe('idle');
    expect(() => transition(state, shifted(0.5, { at: minute(61) }))).toThrow(refused.NotLeaseHolder);
  });

  test('ends probation', () => {
    const probation = transition(canary, promoted({ at: minute(60) }));
    const release = { ...SECOND, functionArn: OTHER_PREDICT };

    expect(transition(probation, eventOf('adopted', { release, at: minute(61) })).probationEnd).toBeNull();
  });

  test('is of the champion only', () => {
    expect(() => transition(idle, eventOf('adopted', { release: SECOND }))).toThrow(refused.ReleaseMismatch);
    const otherArtefact = { ...FIRST, modelSha256: SECOND.modelSha256 };
    expect(() => transition(idle, eventOf('adopted', { release: otherArtefact }))).toThrow(refused.ReleaseMismatch);
  });

  test('of rejected code takes the rejection back, of other code does not', () => {
    const onNewCode = { ...FIRST, functionVersion: '8', ...NEW_CODE };
    const release = [...canaryOf(onNewCode, FIRST, CODE_RELEASE), rolledBack('alarm')];
    const state = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...release);

    expect(transition(state, eventOf('adopted', { release: onNewCode })).rejectedCode).toBeNull();
    expect(transition(state, eventOf('adopted', { release: { ...onOther, ...NEWER_CODE } })).rejectedCode).toEqual(
      NEW_CODE,
    );
  });
});

describe('an execution that moves nothing', () => {
  test.each([
    eventOf('skipped', { code: 'Held: probation', execution: LATER_RETRAIN }),
    eventOf('stood-down', { execution: LATER_RETRAIN }),
    eventOf('skipped', { code: 'NoNewData', execution: null }),
    eventOf('registered', { modelVersion: '1.2.0', modelSha256: SECOND.modelSha256, verdict: 'reject' }),
    eventOf('reconciled', { found: 'function version 9' }),
  ])('changes nothing when it is $type', (event) => {
    expect(transition(canary, event)).toEqual(canary);
    expect(transition(idle, event)).toEqual(idle);
  });

  test.each([eventOf('skipped', { code: 'NoNewData' }), eventOf('stood-down', {})])(
    'is not just $type while it holds the lease',
    (event) => {
      expect(event.execution).toBe(RETRAIN);
      expect(() => transition(canary, event)).toThrow(refused.StillHoldsLease);
      expect(transition(idle, event)).toEqual(idle);
    },
  );
});

describe('the schedules', () => {
  test('are paused and resumed, each once', () => {
    const paused = transition(idle, eventOf('paused', cli));

    expect(paused).toEqual({ ...idle, paused: true });
    expect(() => transition(paused, eventOf('paused', cli))).toThrow(refused.AlreadyPaused);
    expect(transition(paused, eventOf('resumed', cli))).toEqual(idle);
    expect(() => transition(idle, eventOf('resumed', cli))).toThrow(refused.NotPaused);
  });

  test('stay paused through a release that somebody starts by hand', () => {
    const release = [...releasing(FIRST, BASELINE), ...canaryOf(SECOND, FIRST), rolledBack('manual')];

    expect(stateAfter(bootstrapped(), eventOf('paused', cli), ...release)).toMatchObject({
      paused: true,
      champion: { functionVersion: '2' },
    });
  });
});

describe('old function versions', () => {
  const pruned = (...functionVersions: string[]) => eventOf('pruned', { functionVersions, execution: null });
  const without78 = transition(idle, pruned('77', '78'));

  test.each([
    ['the champion', '2'],
    ['a former champion', '1'],
  ])('are kept when one of them is %s (S1-42)', (_, functionVersion) => {
    expect(() => transition(idle, pruned('77', functionVersion))).toThrow(refused.RetainedVersion);
  });

  test('are deleted when nobody needs them, and the state says which those were last', () => {
    expect(without78).toEqual({ ...idle, pruned: ['77', '78'] });
    expect(transition(without78, pruned('79')).pruned).toEqual(['79']);
  });

  test('are not deleted while somebody releases', () => {
    expect(() => transition(canary, pruned('77'))).toThrow(refused.LeaseHeld);
    const preparing = transition(idle, acquired(SECOND, FIRST, { at: minute(60) }));
    expect(() => transition(preparing, pruned('77'))).toThrow(refused.LeaseHeld);
  });

  test('are not released again once that was decided, but under a new number', () => {
    const leased = transition(without78, acquired(SECOND, FIRST, { at: minute(60) }));

    expect(() => transition(leased, published({ ...SECOND, functionVersion: '78' }))).toThrow(
      refused.VersionBeingDeleted,
    );
    expect(transition(leased, published({ ...SECOND, functionVersion: '79' })).challenger?.functionVersion).toBe('79');
  });

  test('are no target of a rollback once that was decided', () => {
    const rollback = (functionVersion: string) =>
      rolledBack('manual', { at: minute(60), target: { ...SECOND, functionVersion } });

    expect(() => transition(without78, rollback('78'))).toThrow(refused.NoStableVersion);
    expect(() => transition(without78, rollback('78'))).toThrow('1.1.0 on function version 78 was deleted');
    expect(transition(without78, rollback('76')).champion?.functionVersion).toBe('76');
  });

  test('are not adopted on the same function, and mean nothing on another', () => {
    const adopted = (functionArn: string) =>
      eventOf('adopted', { release: { ...FIRST, functionArn, functionVersion: '78' }, at: minute(60) });

    expect(() => transition(without78, adopted(FIRST.functionArn))).toThrow(refused.VersionBeingDeleted);
    expect(transition(without78, adopted(OTHER_PREDICT))).toMatchObject({
      champion: { functionVersion: '78' },
      pruned: [],
    });
  });
});
