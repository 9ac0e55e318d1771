import { expect, test } from 'vitest';
import { HOUR, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('a predecessor that cannot serve is told when it stops, and a rollback to it ends as NoStableVersion', async () => {
  const scenario = await Scenario.withChampion();
  try {
    scenario.faults.failure = (name, functionVersion) =>
      name === scenario.functionName && functionVersion === '1' ? 'crash' : null;
    await scenario.runtime.advance(25 * HOUR);
    expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: function version 1 cannot serve');

    const execution = await scenario.ended(scenario.rollback());

    expect(execution).toMatchObject({ status: 'FAILED', error: 'NoStableVersion' });
    expect(execution.cause).toContain('cannot serve');
    expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'failed', error: 'NoStableVersion' });
    expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
    await scenario.traffic(1, 10);
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});

test('a champion that could not take the traffic back lets nothing be released (S4-29)', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    let asked = 0;
    scenario.faults.failure = (name, functionVersion) => {
      if (name !== scenario.functionName || functionVersion !== '2') return null;
      asked += 1;
      return 'crash';
    };

    const execution = await scenario.ended(scenario.retrain());

    expect(execution).toMatchObject({ status: 'FAILED', error: 'RollbackTargetUnservable' });
    expect(asked).toBeGreaterThan(0);
    expect((await scenario.entryTypes()).filter((type) => type === 'shifted')).toHaveLength(3);
    expect((await scenario.state()).lease).toBeNull();
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});
