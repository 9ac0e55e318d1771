import { expect, test } from 'vitest';
import { codeExecution, codeExecutions, deployCode, skipCode, unmoved } from './deployments.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('code that is deployed in the middle of a canary leaves it alone, waits for it, and is released after probation', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    const retrain = scenario.retrain();
    await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.1, 12);

    await unmoved(scenario, () => deployCode(scenario, 'new'));

    expect(await scenario.ended(retrain, 12)).toMatchObject({ status: 'SUCCEEDED' });
    const before = (await scenario.state()).champion;
    expect(before).toMatchObject({ modelVersion: '1.1.0' });
    expect(skipCode(await scenario.ended(codeExecution(scenario)))).toBe('Held: probation');
    // the reconciler asks again once probation is over
    await scenario.until(async () => codeExecutions(scenario).length === 2, 0, 200);
    expect(await scenario.ended(codeExecution(scenario), 12)).toMatchObject({ status: 'SUCCEEDED' });

    const published = (await scenario.entries()).filter(({ event }) => event.type === 'published').slice(-2);
    expect(published.map(({ state }) => state.challenger?.modelVersion)).toEqual(['1.1.0', '1.1.0']);
    const after = (await scenario.state()).champion;
    expect([after?.modelVersion, after?.modelSha256]).toEqual([before?.modelVersion, before?.modelSha256]);
    expect(after?.codeSha256).not.toBe(before?.codeSha256);
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});
