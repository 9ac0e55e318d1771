import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.inProbation();
});
afterAll(() => scenario.stop());

test('a champion that turns slow in probation is rolled back by the alarm on the whole alias (S1-25, S2-38)', async () => {
  scenario.faults.latency = (name, functionVersion) =>
    name === scenario.functionName && functionVersion === '3' ? 400 : 5;

  await scenario.until(async () => (await scenario.state()).champion?.modelVersion === '1.0.0', 60, 30);

  const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
  expect(rolledBack?.event).toMatchObject({
    cause: 'alarm',
    actor: { kind: 'alarm', id: 'ratchet-quick-response-time' },
  });
  expect(rolledBack?.state.probationEnd).toBeNull();
  expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
});

test('what was rolled back is no place to go back to, and people were told', async () => {
  expect((await scenario.state()).previousChampions.map(({ functionVersion }) => functionVersion)).not.toContain('3');
  const subjects = scenario.notices().map(({ subject }) => subject);
  expect(subjects).toContain('quick: 1.1.0 rolled back: alarm');
  await expectSound(scenario);
});
