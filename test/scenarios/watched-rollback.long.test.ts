import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('a champion that a rollback restored is watched for an hour, and people are told that it holds (S4-31)', async () => {
  const scenario = await Scenario.withChampion();
  try {
    await scenario.ended(scenario.rollback());
    await scenario.traffic(50, 10);
    expect(await watches(scenario)).toEqual([]);

    await scenario.traffic(20, 10);

    expect(await watches(scenario)).toMatchObject([
      { healthy: true, evidence: [{ metric: 'error rate', value: 0 }, {}] },
    ]);
    expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: 0.0.0 holds since the rollback');
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});

test('a champion that fails after a rollback too is told about with a notice of its own, once (S4-31)', async () => {
  const scenario = await Scenario.withChampion();
  try {
    await scenario.ended(scenario.rollback());
    scenario.faults.failure = (name, functionVersion) =>
      name === scenario.functionName && functionVersion === '1' ? 'throw' : null;

    await scenario.traffic(70, 10);

    expect(await watches(scenario)).toMatchObject([{ healthy: false }]);
    const subjects = scenario.notices().map(({ subject }) => subject);
    expect(subjects).toContain('quick: 0.0.0 fails after the rollback too');
    expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
    await expectSound(scenario, ['1']);
  } finally {
    scenario.stop();
  }
});

async function watches(scenario: Scenario) {
  const events = (await scenario.entries()).map(({ event }) => event);
  return events.filter(({ type }) => type === 'rollback-watched');
}
