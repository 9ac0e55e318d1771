import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf } from './calls.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.withChampion();
});
afterAll(() => scenario.stop());

test('a challenger whose answers are too often bad is rolled back by the verdict, and the execution fails with the reason', async () => {
  await scenario.outcomes(900, { kind: 'turned' });
  // every fifth request of the challenger crashes, too few a minute for the alarm on crashes to be alone with it
  scenario.faults.failure = (_name, functionVersion, invocation) =>
    functionVersion === '3' && invocation > 1 && invocation % 5 === 0 ? 'crash' : null;
  silence(scenario);

  const execution = await scenario.ended(scenario.retrain(), 25);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
  expect(execution.cause).toMatch(/error rate .* above 0\.05/);
  const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
  expect(rolledBack?.event).toMatchObject({ cause: 'canary-verdict', actor: { kind: 'execution' } });
  expect(rolledBack?.event.evidence).toContainEqual(expect.objectContaining({ metric: 'error rate', threshold: 0.05 }));
  expect(rolledBack?.state).toMatchObject({ challenger: null, lease: null });
  expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
});

test('it took four calls', () => {
  expect(callsOf(scenario, 'RollBack')).toEqual(['lambda:GetAlias', 'dynamodb:Query', 'dynamodb:PutItem', 'lambda:UpdateAlias']);
});

test('only the challenger failed requests, and none after the rollback', async () => {
  const before = { ...scenario.served.failures };
  await scenario.traffic(3, 10);
  expect(scenario.served.failures).toEqual(before);
  await expectSound(scenario, ['3']);
});

/** Leaves the alarm on crashes out of it, which would be faster. */
function silence({ runtime }: Scenario): void {
  runtime.services.bus.disable?.('AccusedChallenger');
}
