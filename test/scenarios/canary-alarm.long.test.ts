import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf } from './calls.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterAll(() => scenario.stop());

test('a challenger that crashes is rolled back by the alarm that names its version, between two looks of the judge (S1-25)', async () => {
  const execution = scenario.retrain();
  await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.1, 15);
  // from now on its traffic crashes; the smoke test is long past
  scenario.faults.failure = (name, functionVersion) =>
    name === scenario.functionName && functionVersion === '3' ? 'crash' : null;

  const ended = await scenario.ended(execution, 40);

  const entries = await scenario.entries();
  const rolledBack = entries.findLast(({ event }) => event.type === 'rolled-back');
  expect(rolledBack?.event).toMatchObject({
    cause: 'alarm',
    actor: { kind: 'alarm', id: 'ratchet-quick-challenger-errors' },
    reason: 'alarm ratchet-quick-challenger-errors',
  });
  expect(rolledBack?.state.champion).toMatchObject({ modelVersion: '1.0.0' });
  expect(ended).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
  expect(ended.cause).toContain('rolled back by alarm ratchet-quick-challenger-errors');
  expect(entries.at(-1)?.event.type).toBe('stood-down');
});

test('the Rollback machine did it with four calls', async () => {
  const [rollback] = scenario.runtime.executions('ratchet-quick-rollback');
  expect(rollback).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.parse(rollback?.output ?? '')).toMatchObject({
    decision: 'rolled-back',
    success: true,
    restored_from: '1.0.0',
  });
  const first = callsOf(scenario, 'RollBack').slice(0, 4);
  expect(first).toEqual(['lambda:GetAlias', 'dynamodb:Query', 'dynamodb:PutItem', 'lambda:UpdateAlias']);
});

test('the next challenger is not held up by the alarm, which is still on and accuses the last one', async () => {
  await scenario.outcomes(100, { kind: 'turned' });
  expect(scenario.alarmState('ratchet-quick-challenger-errors')).toBe('ALARM');

  const execution = scenario.retrain();
  await scenario.until(async () => (await scenario.state()).routing?.canary !== null, 15);
  expect(scenario.alarmState('ratchet-quick-challenger-errors')).toBe('ALARM');

  expect(await scenario.ended(execution, 15)).toMatchObject({ status: 'SUCCEEDED' });
  expect((await scenario.state()).champion?.functionVersion).toBe('4');
});

test('only the challenger failed requests', async () => {
  expect(scenario.served.failures['3']).toBeGreaterThan(0);
  await expectSound(scenario, ['3']);
});
