import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf } from './calls.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterAll(() => scenario.stop());

test('a challenger that is too slow is rolled back by the verdict, and the execution fails with the reason (S1-33)', async () => {
  scenario.faults.latency = (name, functionVersion) =>
    name === scenario.functionName && functionVersion === '3' ? 150 : 5;

  const execution = await scenario.ended(scenario.retrain(), 100);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
  expect(execution.cause).toMatch(/the canary fails: slow answers 1 \(\d+ of \d+\), the champion's 0 /);
  const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
  expect(rolledBack?.event).toMatchObject({ cause: 'canary-verdict', actor: { kind: 'execution' } });
  expect(rolledBack?.event.evidence).toContainEqual(
    expect.objectContaining({ metric: 'slow answers', threshold: 0.5 }),
  );
  expect(rolledBack?.state).toMatchObject({ challenger: null, lease: null });
  expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
});

test('it took four calls', () => {
  expect(callsOf(scenario, 'RollBack')).toEqual([
    'lambda:GetAlias',
    'dynamodb:Query',
    'dynamodb:PutItem',
    'lambda:UpdateAlias',
  ]);
});

test('nobody was left without an answer, and the next data may try again', async () => {
  await scenario.traffic(3, 10);
  expect(scenario.served.failures).toEqual({});
  expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: 1.1.0 rolled back: canary-verdict');
  await expectSound(scenario);
});
