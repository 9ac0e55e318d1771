import { describe, expect, test } from 'vitest';
import type { Json } from '../../../lib/local/states/json.ts';
import { type MachineRun, ourMachines, run, type Script } from './our-machines.ts';
import { answers, promotion, skip, trained } from './retrain-script.ts';
import { boom } from './states-set-up.ts';

const { retrain, rollback } = ourMachines();
const retraining = (script: Script, input: Json = {}) => run(retrain, { ...promotion, ...script }, { input });
const sent = ({ calls }: MachineRun, step: string) =>
  calls.filter((call) => call.step === step).map(({ payload }) => payload);
/** Without the reconciler, which comes first in every execution. */
const steps = ({ calls }: MachineRun) => calls.slice(1).map(({ step }) => step);

describe('Retrain', () => {
  test('mends first what others left behind, and goes on when that fails', async () => {
    const mended = await retraining({ assess: [skip] });
    expect(mended.calls.map(({ step }) => step)).toEqual(['reconcile', 'assess', 'conclude']);

    const failing = await retraining({ reconcile: [boom()], assess: [skip] });
    expect(failing.status).toBe('SUCCEEDED');
    expect(steps(failing).filter((step) => step !== 'reconcile')).toEqual(['assess', 'conclude']);
  });

  test('with the input {} and nothing to do records the skip', async () => {
    const execution = await retraining({ assess: [skip] });

    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { status: 'skipped', code: 'TooFewSamples', reason: 'only 12 rows' },
    });
    expect(steps(execution)).toEqual(['assess', 'conclude']);
    const asked = { arn: execution.executionArn, name: 'execution', startedAt: '2026-01-01T00:00:00.000Z' };
    expect(sent(execution, 'assess')).toEqual([{ execution: asked, request: {} }]);
    expect(sent(execution, 'conclude')).toEqual([
      {
        execution: asked,
        request: {},
        outcome: 'skipped',
        code: 'TooFewSamples',
        reason: 'only 12 rows',
        evidence: [],
      },
    ]);
  });

  test('records a skip for the sake of the data with its numbers, one or several', async () => {
    const numbers = ['SingleClass', 'LabelShift'].map((metric) => ({
      metric,
      value: 1,
      threshold: 2,
      n: 3,
      interval: null,
    }));

    for (const evidence of [numbers, numbers.slice(0, 1), []]) {
      const execution = await retraining({ export: [{ ...Object(skip), evidence }] });
      expect(sent(execution, 'conclude')).toMatchObject([{ outcome: 'skipped', code: 'TooFewSamples', evidence }]);
    }
  });

  test('promotes the better of two candidates through two canary steps', async () => {
    const execution = await retraining({});

    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { status: 'promoted', modelVersion: '1.2.0', functionVersion: '7', probationEnd: '2026-01-03' },
    });
    const twoSteps = ['shift', 'judge', 'judge', 'shift', 'judge', 'judge'];
    expect(steps(execution).slice(2)).toEqual([
      'train',
      'train',
      'compare',
      'register',
      'publish',
      'smoke-test',
      'drill',
      ...twoSteps,
      'promote',
    ]);
    expect(sent(execution, 'compare')).toMatchObject([{ trained: { trainer: 'forest' }, trigger: 'schedule' }]);
    expect(sent(execution, 'promote')).toMatchObject([{ functionVersion: '7', reason: 'it says promote' }]);
    // each step waits as its shift says, and then as the judge says
    expect(execution.calls.filter(({ step }) => step === 'judge').map(({ at }) => at / 1000)).toEqual([
      300, 360, 660, 720,
    ]);
  });

  test('gives the traffic back when the canary is bad, and fails', async () => {
    const execution = await retraining({ judge: [answers.continue, answers.rollBack] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack', cause: 'it says roll-back' });
    expect(sent(execution, 'roll-back')).toMatchObject([
      {
        functionVersion: '7',
        cause: 'canary-verdict',
        reason: 'it says roll-back',
        evidence: [{ metric: 'bad events' }],
      },
    ]);
    expect(sent(execution, 'promote')).toEqual([]);
  });

  test('gives the traffic back with the cause that the judge names', async () => {
    const execution = await retraining({ judge: [answers.accused] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack', cause: 'an alarm names it' });
    expect(sent(execution, 'roll-back')).toMatchObject([{ functionVersion: '7', cause: 'alarm' }]);
  });

  test('gives the traffic back when the judge fails, after retries, and fails', async () => {
    const execution = await retraining({ judge: [boom('LedgerConflict', 'too late')] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    expect(execution.cause).toMatch(/^the release failed with LedgerConflict: \{"errorType":"LedgerConflict"/);
    expect(sent(execution, 'judge')).toHaveLength(4);
    expect(sent(execution, 'roll-back')).toMatchObject([{ cause: 'failure', evidence: [{ metric: 'failed step' }] }]);
  });

  test('does not retry what another attempt cannot mend', async () => {
    const execution = await retraining({ judge: [boom('NotLeaseHolder')] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    expect(sent(execution, 'judge')).toHaveLength(1);
  });

  test('fails with the error of the rollback when that fails too', async () => {
    const execution = await retraining({ judge: [answers.rollBack], 'roll-back': [boom('LedgerBroken', 'a gap')] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'LedgerBroken' });
    expect(execution.trail.at(-1)).toBe('Not rolled back');
  });

  test('waits for the lease as often as publishing says so', async () => {
    const publish = [answers.wait, answers.wait, answers.published];

    const execution = await retraining({ publish });

    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.calls.filter(({ step }) => step === 'publish').map(({ at }) => at / 1000)).toEqual([0, 600, 1200]);
  });

  test('compares again, with the same candidate, when there is another champion', async () => {
    const execution = await retraining({ publish: [answers.compareAgain, answers.published] });

    expect(execution.status).toBe('SUCCEEDED');
    const [first, second] = sent(execution, 'compare');
    expect(second).toEqual(first);
    expect(steps(execution).filter((step) => step === 'register')).toHaveLength(2);
  });

  test('assesses anew when a registered version meets another champion, for it has trained nothing', async () => {
    const execution = await retraining({
      assess: [answers.released],
      publish: [answers.compareAgain, answers.published],
    });

    expect(execution.status).toBe('SUCCEEDED');
    expect(steps(execution).slice(0, 4)).toEqual(['assess', 'publish', 'assess', 'publish']);
  });

  test('goes on with the trainings that succeed', async () => {
    const execution = await retraining({
      train: [(payload) => (JSON.stringify(payload).includes('forest') ? boom() : trained(payload))],
    });

    expect(execution.status).toBe('SUCCEEDED');
    expect(sent(execution, 'compare')).toMatchObject([{ trained: { trainer: 'logistic' } }]);
  });

  test('records the first error when all trainings fail, and fails with it', async () => {
    const train = (payload: Json) =>
      boom(JSON.stringify(payload).includes('forest') ? 'ForestFailed' : 'LogisticFailed', 'no rows');

    const execution = await retraining({ train: [train] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'LogisticFailed' });
    expect(sent(execution, 'train')).toHaveLength(8);
    expect(sent(execution, 'conclude')).toMatchObject([{ outcome: 'failed', code: 'LogisticFailed' }]);
  });

  test('keeps the champion when the candidate is not better', async () => {
    const execution = await retraining({ register: [answers.kept] });

    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { status: 'reject', modelVersion: '1.2.0', reason: 'worse' },
    });
    expect(sent(execution, 'publish')).toEqual([]);
  });

  test('releases at once when the policy has no canary', async () => {
    const execution = await retraining({ publish: [answers.publishedAtOnce] });

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { status: 'promoted' } });
    expect(sent(execution, 'shift')).toEqual([]);
    expect(sent(execution, 'promote')).toMatchObject([{ evidence: [{ metric: 'smoke test', interval: null }] }]);
  });

  test.each([
    ['shift', answers.standDown],
    ['judge', answers.standDown],
    ['promote', answers.standDown],
  ])('stands down when %s finds that the canary is over, and fails', async (step, answer) => {
    const execution = await retraining({ [step]: [answer] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'StoodDown', cause: 'the head says otherwise' });
    expect(sent(execution, 'conclude')).toMatchObject([{ outcome: 'stood-down', code: 'StoodDown' }]);
    expect(sent(execution, 'roll-back')).toEqual([]);
  });

  test('fails as rolled back, with the reason, when its release was rolled back during a wait', async () => {
    const reason = 'rolled back by alarm challenger-errors';
    const execution = await retraining({ judge: [{ decision: 'stand-down', code: 'RolledBack', reason }] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack', cause: reason });
    expect(sent(execution, 'conclude')).toMatchObject([{ outcome: 'stood-down', code: 'RolledBack', reason }]);
  });

  test('gives the traffic back when newer code was deployed before the promotion', async () => {
    const execution = await retraining({ promote: [answers.superseded] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack', cause: 'newer code was deployed' });
    expect(sent(execution, 'roll-back')).toMatchObject([{ cause: 'superseded', evidence: [{ metric: 'bad events' }] }]);
  });

  test('tells every shift which share was judged, so that a repeated one goes no further', async () => {
    const execution = await retraining({});

    expect(sent(execution, 'shift')).toMatchObject([{ fromWeight: 0 }, { fromWeight: 0.1 }]);
  });

  test('fails with a time-out of a step, which has no cause', async () => {
    // two attempts of the reconciler, and all of the first step whose failure matters
    const faults = [
      { point: 'states:arn:aws:states:::lambda:invoke', kind: 'delay' as const, milliseconds: 9_000_000, times: 6 },
    ];

    const execution = await run(retrain, promotion, { faults });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: '' });
    expect(sent(execution, 'conclude')).toMatchObject([{ outcome: 'failed', code: 'States.Timeout', reason: '' }]);
  });
});

describe('Rollback', () => {
  test.each([
    ['rolled-back', 'Rolled back'],
    ['already', 'Rolled back'],
    ['ignored', 'Nothing to roll back'],
  ])('that is answered %s ends in %s', async (decision, state) => {
    const input = { reason: 'by hand' };

    const execution = await run(rollback, { 'roll-back': [{ ...answers.rolledBack, decision }] }, { input });

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { decision } });
    expect(execution.trail.at(-1)).toBe(state);
    expect(sent(execution, 'roll-back')).toMatchObject([{ request: input }]);
  });

  test('that fails fails with its error', async () => {
    const execution = await run(rollback, { 'roll-back': [boom('NoStableVersion', 'none')] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'NoStableVersion' });
  });
});
