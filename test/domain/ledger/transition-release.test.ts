import { describe, expect, test } from 'vitest';
import * as refused from '../../../lib/domain/ledger/ledger-errors.ts';
import type { EventOf } from '../../../lib/domain/ledger/ledger-event.ts';
import { phaseOf, REMEMBERED_CHAMPIONS } from '../../../lib/domain/ledger/ledger-state.ts';
import { transition } from '../../../lib/domain/ledger/transition.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  checked,
  FIRST,
  LATER_RETRAIN,
  minute,
  NEW_CODE,
  promoted,
  proven,
  published,
  releaseOf,
  releasing,
  rolledBack,
  SECOND,
  shifted,
  stateAfter,
} from './ledger-samples.ts';

const preparing = stateAfter(bootstrapped(), acquired(FIRST, BASELINE));
const ready = stateAfter(bootstrapped(), ...proven(FIRST, BASELINE));
const canary = stateAfter(bootstrapped(), ...canaryOf(FIRST, BASELINE));

describe('what is published', () => {
  test('is a challenger that has proven nothing yet', () => {
    expect(transition(preparing, published(FIRST)).challenger).toEqual({ ...FIRST, servability: null });
  });

  test.each<[string, EventOf<'published'>, new () => refused.IllegalTransition]>([
    ['from another execution', { ...published(FIRST), execution: LATER_RETRAIN }, refused.NotLeaseHolder],
    ['outside of an execution', { ...published(FIRST), execution: null }, refused.NotLeaseHolder],
    ['on another function', published({ ...FIRST, functionArn: 'other' }), refused.ForeignFunction],
    ['under another role', published({ ...FIRST, roleArn: 'other' }), refused.RoleDiffers],
    ['as the version of the champion', published({ ...FIRST, functionVersion: '1' }), refused.NoChange],
    ['with another model version', published({ ...FIRST, modelVersion: '1.0.1' }), refused.ReleaseMismatch],
    ['with another artefact', published({ ...FIRST, modelSha256: SECOND.modelSha256 }), refused.ReleaseMismatch],
    ['on code that was never released', published({ ...FIRST, ...NEW_CODE }), refused.CodeReleasePending],
  ])('is refused %s', (_, event, refusal) => {
    expect(() => transition(preparing, event)).toThrow(refusal);
  });

  test('is published once', () => {
    expect(() => transition(ready, published(releaseOf('9', '1.0.0')))).toThrow(refused.AlreadyPublished);
  });

  test('is refused as the version of a former champion with another model', () => {
    const events = [bootstrapped(), ...releasing(FIRST, BASELINE), acquired(SECOND, FIRST)];

    expect(() => stateAfter(...events, published({ ...SECOND, functionVersion: '1' }))).toThrow(
      'function version 1 serves 0.0.0, not 1.1.0',
    );
  });

  test('may be a former champion, which keeps its place until its canary has ended', () => {
    const events = [bootstrapped(), ...releasing(FIRST, BASELINE), ...releasing(SECOND, FIRST)];
    const again = canaryOf(FIRST, SECOND, { mode: 'version', grounds: { kind: 'forced', reason: 'it was better' } });
    const versions = (state: ReturnType<typeof stateAfter>) =>
      state.previousChampions.map((one) => one.functionVersion);

    expect(versions(stateAfter(...events, ...again))).toEqual(['2', '1']);
    expect(versions(stateAfter(...events, ...again, promoted()))).toEqual(['3', '1']);
    expect(versions(stateAfter(...events, ...again, rolledBack('canary-verdict')))).toEqual(['1']);
  });
});

describe('a shift', () => {
  test('gives the challenger its share and renews the lease', () => {
    const state = transition(ready, shifted(0.1, { at: minute(30), leaseUntil: minute(900) }));

    expect(state.lease?.until).toBe(minute(900));
    expect(state.champion?.functionVersion).toBe('1');
    expect(state.routing).toMatchObject({
      functionVersion: '1',
      canary: { functionVersion: '2', weight: 0.1 },
      movedAt: minute(30),
    });
  });

  test('only ever raises the share', () => {
    expect(() => transition(canary, shifted(0.1))).toThrow(refused.WeightNotRising);
    expect(() => transition(canary, shifted(0.09))).toThrow(refused.WeightNotRising);
    expect(transition(canary, shifted(0.11)).routing?.canary?.weight).toBe(0.11);
  });

  test('is for the holder of the lease, and for a lease that goes on', () => {
    expect(() => transition(ready, shifted(0.1, { execution: LATER_RETRAIN }))).toThrow(refused.NotLeaseHolder);
    expect(() => transition(ready, shifted(0.1, { at: minute(9), leaseUntil: minute(9) }))).toThrow(
      refused.EndsInThePast,
    );
  });

  test('is possible after the lease ran out, as long as nobody took it over', () => {
    const late = shifted(0.2, { at: minute(700), leaseUntil: minute(800) });

    expect(transition(canary, late).lease?.until).toBe(minute(800));
  });
});

describe('before any traffic moves', () => {
  const begun = [bootstrapped(), acquired(FIRST, BASELINE), published(FIRST)];
  const smokeTest = checked('smoke-test', FIRST);
  const drill = checked('drill', BASELINE);
  const forced = { grounds: { kind: 'forced', reason: 'the champion is broken' } } as const;
  const forcedAndTested = [bootstrapped(), acquired(FIRST, BASELINE, forced), published(FIRST), smokeTest];
  const drillFailed = checked('drill', BASELINE, { servable: false, detail: 'timed out' });

  test('there is a challenger, and it has passed its smoke test', () => {
    expect(() => transition(preparing, shifted(0.1))).toThrow(refused.NotSmokeTested);
    expect(() => stateAfter(...begun, drill, shifted(0.1))).toThrow(refused.NotSmokeTested);
    const failing = checked('smoke-test', FIRST, { servable: false });
    expect(() => stateAfter(...begun, failing, drill, shifted(0.1))).toThrow(refused.NotSmokeTested);
  });

  test('the champion has proven in this release that it can take traffic back', () => {
    expect(() => stateAfter(...begun, smokeTest, shifted(0.1))).toThrow(refused.NotDrilled);
    const before = [bootstrapped(), checked('warm-up', BASELINE), ...begun.slice(1), smokeTest];
    expect(() => stateAfter(...before, shifted(0.1))).toThrow(refused.NotDrilled);
    expect(() => stateAfter(...begun, smokeTest, drillFailed, shifted(0.1))).toThrow(refused.NotDrilled);
  });

  test('a drill belongs to its lease, and the next one begins without', () => {
    const drilled = stateAfter(...begun, smokeTest, drill);
    const takeover = acquired(FIRST, BASELINE, { at: minute(700), until: minute(900), formerStatus: 'FAILED' });

    expect(drilled.lease?.drill).toEqual({ checkedAt: minute(4), servable: true, excuse: null });
    expect(transition(drilled, takeover).lease?.drill).toBeNull();
  });

  test('a champion that fails a warm-up stops nothing, and one that passes it proves nothing', () => {
    const coldChampion = checked('warm-up', BASELINE, { servable: false, execution: null });
    const warmed = [drillFailed, checked('warm-up', BASELINE, { execution: null })];
    const onCanary = stateAfter(...begun, smokeTest, drill, coldChampion, shifted(0.1), coldChampion);

    expect(onCanary.champion?.servability?.servable).toBe(false);
    expect(transition(onCanary, shifted(0.5, { at: minute(30) })).routing?.canary?.weight).toBe(0.5);
    expect(transition(onCanary, promoted({ at: minute(30) })).champion?.functionVersion).toBe('2');
    expect(() => stateAfter(...begun, smokeTest, ...warmed, shifted(0.1))).toThrow(refused.NotDrilled);
  });

  test('a champion that is failing with its alarm on may be replaced, though it cannot serve', () => {
    const excused = checked('drill', BASELINE, { servable: false, excuse: 'champion-alarm' });

    const state = stateAfter(...begun, smokeTest, excused, shifted(0.1), promoted());

    expect(state.champion?.functionVersion).toBe('2');
    expect(state.previousChampions[0]?.servability?.servable).toBe(false);
    // only a drill has an excuse
    const warmUp = checked('warm-up', BASELINE, { servable: false, excuse: 'champion-alarm', execution: null });
    expect(() => stateAfter(...begun, smokeTest, drillFailed, warmUp, shifted(0.1))).toThrow(refused.NotDrilled);
  });

  test('a forced release replaces a champion that cannot serve, but not one that nobody asked', () => {
    expect(() => stateAfter(...forcedAndTested, shifted(0.1))).toThrow(refused.NotDrilled);
    expect(stateAfter(...forcedAndTested, drillFailed, shifted(0.1)).routing?.canary?.weight).toBe(0.1);
  });

  test('the same holds for a promotion', () => {
    const immediate = acquired(FIRST, BASELINE, { plan: 'immediate' });

    expect(() => stateAfter(bootstrapped(), immediate, promoted())).toThrow(refused.NotSmokeTested);
    expect(() => stateAfter(bootstrapped(), immediate, published(FIRST), smokeTest, promoted())).toThrow(
      refused.NotDrilled,
    );
  });
});

describe('a promotion', () => {
  test('makes the challenger champion, with all traffic, a predecessor and a probation (S3-17)', () => {
    const state = transition(canary, promoted({ at: minute(40), probationEnd: minute(50) }));

    expect(state).toMatchObject({
      champion: { functionVersion: '2', servability: { servable: true } },
      previousChampions: [{ functionVersion: '1' }],
      challenger: null,
      lease: null,
      routing: { functionVersion: '2', canary: null, movedAt: minute(40) },
    });
    expect(phaseOf(state, minute(49))).toBe('probation');
    expect(phaseOf(state, minute(50))).toBe('idle');
  });

  test('rests on numbers, on the lease and on a probation that lies ahead', () => {
    expect(() => transition(canary, promoted({ evidence: [] }))).toThrow(refused.NoEvidence);
    expect(() => transition(canary, promoted({ execution: LATER_RETRAIN }))).toThrow(refused.NotLeaseHolder);
    expect(() => transition(canary, promoted({ at: minute(8), probationEnd: minute(8) }))).toThrow(
      refused.EndsInThePast,
    );
  });

  test('comes from a canary, unless the plan is immediate', () => {
    expect(() => transition(ready, promoted())).toThrow(refused.NotInCanary);
    const immediate = stateAfter(bootstrapped(), ...proven(FIRST, BASELINE, { plan: 'immediate' }), promoted());
    expect(immediate.champion?.functionVersion).toBe('2');
  });

  test('remembers so many predecessors and no more', () => {
    const versions = Array.from({ length: REMEMBERED_CHAMPIONS + 2 }, (_, index) =>
      releaseOf(`${index + 2}`, `1.${index}.0`),
    );
    const releases = versions.flatMap((release, index) => releasing(release, versions[index - 1] ?? BASELINE));

    const { champion, previousChampions } = stateAfter(bootstrapped(), ...releases);

    expect(champion?.functionVersion).toBe('6');
    expect(previousChampions.map(({ functionVersion }) => functionVersion)).toEqual(['5', '4', '3']);
  });
});
