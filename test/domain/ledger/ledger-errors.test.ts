import { expect, test } from 'vitest';
import * as errors from '../../../lib/domain/ledger/ledger-errors.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { type LedgerState, unbornState } from '../../../lib/domain/ledger/ledger-state.ts';
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
  promoted,
  proven,
  published,
  releasing,
  rolledBack,
  SECOND,
  shifted,
  stateAfter,
} from './ledger-samples.ts';

type Refusal = Exclude<keyof typeof errors, 'IllegalTransition' | 'LedgerConflict' | 'LedgerBroken'>;
type Case = readonly [what: string, state: LedgerState, event: LedgerEvent, message: string];

const idle = stateAfter(bootstrapped());
const preparing = stateAfter(bootstrapped(), acquired(FIRST, BASELINE));
const ready = stateAfter(bootstrapped(), ...proven(FIRST, BASELINE));
const canary = stateAfter(bootstrapped(), ...canaryOf(FIRST, BASELINE));
const probation = stateAfter(bootstrapped(), ...canaryOf(FIRST, BASELINE), promoted());
const champion = [bootstrapped(), ...releasing(FIRST, BASELINE)];
const onNewCode = { ...FIRST, functionVersion: '5', ...NEW_CODE };
const rejected = [...champion, ...canaryOf(onNewCode, FIRST, CODE_RELEASE), rolledBack('canary-verdict')];

/** One illegal move for each name under which moves are refused. */
const cases: Readonly<Record<Refusal, Case>> = {
  NotBootstrapped: ['a pause of nothing', unbornState, eventOf('paused', {}), 'deploy the model'],
  AlreadyBootstrapped: ['a second birth', idle, bootstrapped(FIRST), 'already has the champion 0.0.0'],
  LeaseHeld: ['a second lease', preparing, acquired(SECOND, BASELINE, { execution: LATER_RETRAIN }), 'holds the lease'],
  HeldByProbation: [
    'a release in probation',
    probation,
    { ...acquired(SECOND, FIRST), at: minute(60) },
    'ends at 2026',
  ],
  ChampionChanged: ['a late comparison', idle, acquired(SECOND, FIRST), 'compare again: the champion is now 0.0.0'],
  NotLeaseHolder: ['a stranger', canary, shifted(0.5, { execution: LATER_RETRAIN }), "'shifted' needs the lease"],
  StillHoldsLease: ['a holder that just leaves', preparing, eventOf('stood-down', {}), 'no reason to stand down'],
  StillInCanary: ['a canary that just ends', canary, eventOf('failed', { error: 'Defect' }), 'is rolled back'],
  NotInCanary: ['a promotion out of nowhere', ready, promoted(), 'promoted from its canary'],
  NothingToRollBack: ['an alarm on a quiet day', idle, rolledBack('alarm'), 'the model is in idle'],
  NoStableVersion: ['a rollback of the first', idle, rolledBack('manual'), '0.0.0 has no earlier champion'],
  WeightNotRising: ['a smaller share', canary, shifted(0.05), '0.05 is no step up'],
  AlreadyPublished: ['a second challenger', ready, published(SECOND), 'function version 2 is'],
  ReleaseMismatch: ['another model', preparing, published(SECOND), 'the lease is for 1.0.0, but 1.1.0 was published'],
  NotSmokeTested: ['an untested challenger', preparing, shifted(0.1), 'passed its smoke test'],
  NotDrilled: [
    'no drill',
    stateAfter(bootstrapped(), ...proven(FIRST, BASELINE).slice(0, 3)),
    shifted(0.1),
    'the champion 0.0.0 has not proven',
  ],
  RoleDiffers: ['another role', preparing, published({ ...FIRST, roleArn: 'another' }), 'another'],
  ForeignFunction: ['another function', preparing, published({ ...FIRST, functionArn: 'another' }), 'another'],
  CodeReleasePending: [
    'new code with a new model',
    preparing,
    published({ ...FIRST, ...NEW_CODE }),
    'on its own first',
  ],
  CodeRejected: [
    'code that failed',
    stateAfter(...rejected, acquired(SECOND, FIRST)),
    published({ ...SECOND, ...NEW_CODE }),
    'deploy other code first',
  ],
  NoChange: ['the same version', preparing, published({ ...FIRST, functionVersion: '1' }), 'is the champion already'],
  NoEvidence: [
    'a promotion without numbers',
    canary,
    promoted({ evidence: [] }),
    "'promoted' should carry the numbers",
  ],
  UnknownFunctionVersion: ['a stranger warmed up', idle, checked('warm-up', SECOND), 'function version 3'],
  RetainedVersion: ['the champion deleted', idle, eventOf('pruned', { functionVersions: ['1'] }), 'function version 1'],
  VersionBeingDeleted: [
    'a version that is on its way out',
    { ...preparing, pruned: ['2'] },
    published(FIRST),
    'function version 2 is being deleted',
  ],
  AlreadyPaused: [
    'a second pause',
    stateAfter(bootstrapped(), eventOf('paused', {})),
    eventOf('paused', {}),
    'already',
  ],
  NotPaused: ['a resumption of nothing', idle, eventOf('resumed', {}), 'not paused'],
  NotWatched: [
    'a watch of nothing',
    idle,
    eventOf('rollback-watched', { healthy: true, evidence: EVIDENCE }),
    'there was no rollback lately',
  ],
  EndsInThePast: ['a lease that is over', idle, acquired(FIRST, BASELINE, { until: minute(0) }), 'should end after'],
};

test.each(Object.entries(cases))(
  '%s refuses its illegal move, with a message that helps',
  (name, [, state, event, message]) => {
    expect(() => transition(state, event)).toThrow(expect.objectContaining({ name }));
    expect(() => transition(state, event)).toThrow(message);
  },
);

test('every name under which a move is refused is provoked', () => {
  const refusals = Object.values(errors)
    .filter((error) => error.prototype instanceof errors.IllegalTransition)
    .map((error) => error.name);

  expect(Object.keys(cases).toSorted()).toEqual(refusals.toSorted());
});

test('every error has the name of its class', () => {
  const concrete = Object.entries(errors).filter(([name]) => name !== 'IllegalTransition');

  for (const [name, error] of concrete) {
    expect(Reflect.construct(error, ['a message'])).toMatchObject({ name, message: 'a message' });
  }
});
