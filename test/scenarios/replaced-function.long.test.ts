import { expect, test } from 'vitest';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('a function that a deployment replaces in the middle of a canary is adopted: the champion serves on it, the canary ends', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    const retrain = scenario.retrain();
    await scenario.until(async () => (await scenario.state()).routing?.canary !== null, 12);
    const former = scenario.functionName;

    await scenario.deployReplacedFunction();

    expect(scenario.functionName).not.toBe(former);
    const { champion, challenger, lease, previousChampions } = await scenario.state();
    expect([challenger, lease, previousChampions]).toEqual([null, null, []]);
    expect(champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '1' });
    expect(champion?.functionArn).toContain(scenario.functionName);
    expect((await scenario.entryTypes()).includes('adopted')).toBe(true);
    expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
    await scenario.traffic(3, 10);

    expect(await scenario.ended(retrain, 5)).toMatchObject({ status: 'FAILED', error: 'StoodDown' });
    expect(await scenario.predict()).toBe(200);
    await scenario.runtime.advance(MINUTE);
    await expectSound(scenario);
    expect(scenario.served.failures).toEqual({});
  } finally {
    scenario.stop();
  }
});
