import { describe, expect, test } from 'vitest';
import { ALARM_LOOKS_BACK_SECONDS } from '../../lib/domain/alarm-window.ts';
import { NotLeaseHolder } from '../../lib/domain/ledger/ledger-errors.ts';
import { RollbackTargetUnservable } from '../../lib/domain/protocol/protocol-errors.ts';
import { milliseconds } from '../../lib/domain/time.ts';
import { FUNCTION, PROBATION_ALARM } from '../in-memory/in-memory-release.ts';
import { bootstrapped, inCanary, promotion, publication, publishing, registered } from '../in-memory/release-flow.ts';

const MINUTE = 60;

test('a champion that answers could take the traffic back, and the head says so (S4-29)', async () => {
  const release = await bootstrapped();
  const ongoing = await publishing(release);

  expect(await release.steps.drill(ongoing)).toEqual({
    functionVersion: '1',
    servable: true,
    reason: 'answered as 0.0.0',
  });

  const { event, state } = await release.head();
  expect(event).toMatchObject({ check: 'drill', functionVersion: '1', execution: ongoing.execution.arn });
  expect(state.champion?.servability).toMatchObject({ servable: true, checkedAt: event.at });
  expect(state.lease?.drill).toEqual({ checkedAt: event.at, servable: true, excuse: null });
  expect(release.calls).not.toContain('alarms.readStates');
});

test('a champion that slept is woken up', async () => {
  const release = await bootstrapped();
  const ongoing = await publishing(release);
  release.lambda.deactivate(FUNCTION, '1');

  expect(await release.steps.drill(ongoing)).toMatchObject({ servable: true });
});

describe('a champion that does not answer', () => {
  test('ends the release, after its answer was noted', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);
    release.answers.set('1', new Error('gone'));

    const drill = release.steps.drill(ongoing);

    await expect(drill).rejects.toThrow(RollbackTargetUnservable);
    await expect(drill).rejects.toThrow(
      'the champion 0.0.0 on function version 1 could not take traffic back: it crashed: Error: gone',
    );
    const { state, notice } = await release.head();
    expect(state.champion?.servability).toMatchObject({ servable: false });
    expect(notice).toMatchObject({ severity: 'critical', detailType: 'Rollback Target Unservable' });
  });

  test('does not end a release that was forced, and may be replaced by it', async () => {
    const release = await bootstrapped();
    const order = {
      ...(await registered(release, '1.0.0')),
      grounds: { kind: 'forced', reason: 'the champion is broken' },
    } as const;
    const execution = release.execution('by-force');
    const request = { mode: 'version', modelVersion: '1.0.0', force: true, reason: 'the champion is broken' };
    const { functionVersion } = (await release.steps.publish(publication(execution, order, request))) as {
      functionVersion: string;
    };
    release.answers.set('1', { ok: false, error: 'broken' });
    await release.steps.smokeTest({ execution, functionVersion });

    expect(await release.steps.drill({ execution })).toEqual({
      functionVersion: '1',
      servable: false,
      reason: 'broken',
    });
    expect(await release.steps.shift({ execution, functionVersion, fromWeight: 0 })).toMatchObject({ weight: 0.1 });
  });
});

describe('a champion that does not answer and is failing anyway', () => {
  test('does not end the release while one of its alarms is on, which is the evidence', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);
    await release.rivals.smokeTest(ongoing);
    release.answers.set('1', new Error('gone'));
    release.alarms.alarms.set(PROBATION_ALARM, { state: 'ALARM' });
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS);

    expect(await release.steps.drill(ongoing)).toMatchObject({ functionVersion: '1', servable: false });

    const { event, state, notice } = await release.head();
    expect(event).toMatchObject({ servable: false, excuse: 'champion-alarm' });
    expect(event.evidence.map(({ metric, value }) => [metric, value])).toEqual([
      ['servable', 0],
      [`alarm ${PROBATION_ALARM}`, 1],
    ]);
    expect(state.lease?.drill).toMatchObject({ servable: false, excuse: 'champion-alarm' });
    expect(notice).toMatchObject({ severity: 'critical', detailType: 'Rollback Target Unservable' });
    await release.steps.shift({ ...ongoing, fromWeight: 0 });
    expect(await release.steps.promote(promotion(ongoing))).toMatchObject({ decision: 'promoted' });
    expect(release.traffic()).toBe('2');
  });

  test.each([
    ['the alarm is off', PROBATION_ALARM, 'OK'],
    ['the alarm has no data', PROBATION_ALARM, 'INSUFFICIENT_DATA'],
    ['another alarm is on', 'ratchet-churn-throttles', 'ALARM'],
  ] as const)('ends it while %s', async (_, name, state) => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);
    release.answers.set('1', new Error('gone'));
    release.alarms.alarms.set(name, { state });
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS);

    await expect(release.steps.drill(ongoing)).rejects.toThrow(RollbackTargetUnservable);
    expect((await release.head()).state.lease?.drill).toMatchObject({ servable: false, excuse: null });
  });
});

test('an alarm that may still mean whoever had the traffic before is no excuse', async () => {
  const release = await bootstrapped();
  const ongoing = await publishing(release);
  const { movedAt } = (await release.head()).state.routing ?? { movedAt: '' };
  release.answers.set('1', new Error('gone'));
  release.alarms.alarms.set(PROBATION_ALARM, { state: 'ALARM' });
  const age = (milliseconds(release.clock.now()) - milliseconds(movedAt)) / 1000;
  // waking the champion takes some seconds
  release.clock.advance(ALARM_LOOKS_BACK_SECONDS - age - MINUTE);

  await expect(release.steps.drill(ongoing)).rejects.toThrow(RollbackTargetUnservable);
  release.clock.advance(MINUTE);
  expect(await release.steps.drill(ongoing)).toMatchObject({ servable: false });
});

test('a champion that fails a warm-up in the middle of a canary does not stop its challenger', async () => {
  const release = await bootstrapped();
  const ongoing = await inCanary(release);
  release.answers.set('1', new Error('gone'));
  release.clock.advance(25 * 3600);
  await release.rivals.reconcile();
  expect((await release.head()).state.champion?.servability?.servable).toBe(false);
  release.serve('2', { invocations: 5000, answers: 5000 });
  release.clock.advance(600);

  expect(await release.steps.judge(ongoing)).toMatchObject({ decision: 'step-up' });
  expect(await release.steps.shift({ ...ongoing, fromWeight: 0.1 })).toMatchObject({ weight: 0.5 });
  expect(await release.steps.promote(promotion(ongoing))).toMatchObject({ decision: 'promoted' });
});

test('a release is not drilled by another execution', async () => {
  const release = await bootstrapped();
  await publishing(release);

  await expect(release.steps.drill({ execution: release.execution('tuesday') })).rejects.toThrow(NotLeaseHolder);
  expect(release.calls).not.toContain('functions.invoke');
});
