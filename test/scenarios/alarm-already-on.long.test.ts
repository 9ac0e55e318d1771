import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('an alarm on the failing champion is on before the canary: its successor is released all the same', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    let every = 8;
    scenario.faults.failure = (name, functionVersion, invocation) =>
      name === scenario.functionName && functionVersion === '2' && invocation % every === 0 ? 'throw' : null;
    await scenario.traffic(4, 60);
    expect(scenario.alarmState('ratchet-quick-error-rate')).toBe('ALARM');
    expect(scenario.alarmState('ratchet-quick-challenger-errors')).toBe('ALARM');

    // every crash costs a cold start here, so from now on it only goes on failing
    every = 20;
    const execution = await scenario.ended(scenario.retrain(), 12);

    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.1.0', functionVersion: '3' });
    // for longer than the alarm looks back over the time before
    await scenario.traffic(25, 12);
    expect((await scenario.state()).champion?.functionVersion).toBe('3');
    await expectSound(scenario, ['2']);
  } finally {
    scenario.stop();
  }
});

test('an alarm that names the challenger and is on before the next shift stops it: no event would have come any more', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    // the event is lost on its way, five attempts and more, so only who asks the alarm can know
    loseEvents(scenario);
    const execution = scenario.retrain();
    await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.1, 15);
    scenario.faults.failure = (name, functionVersion) =>
      name === scenario.functionName && functionVersion === '3' ? 'throw' : null;

    const ended = await scenario.ended(execution, 30);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    expect(ended.cause).toContain('ratchet-quick-challenger-errors names function version 3');
    expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
    await expectSound(scenario, ['3']);
  } finally {
    scenario.stop();
  }
});

/** Every delivery of the rule that rolls back the accused fails. */
function loseEvents({ runtime, faults }: Scenario): void {
  const rule = runtime.services.bus.list().find(({ logicalId }) => logicalId.includes('AccusedChallenger'));
  if (rule === undefined) throw new Error('there should be a rule for the accused challenger');
  faults.add({ point: `events:deliver:${rule.logicalId}`, kind: 'fail-before', times: 10_000 });
}
