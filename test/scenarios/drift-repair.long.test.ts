import { expect, test } from 'vitest';
import { codeExecutions, revertDrift, unmoved } from './deployments.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('a repair of drift moves no traffic, after a promotion or in a canary, and the next model is pinned anew', async () => {
  const scenario = await Scenario.inChangedWorld();
  const pinned = async (Qualifier?: string) => {
    const input = { FunctionName: scenario.functionName, ...(Qualifier && { Qualifier }) };
    const { Environment } = (await scenario.callLambda('GetFunctionConfiguration', input)) as {
      Environment: { Variables: Record<string, string> };
    };
    return Environment.Variables.MODEL_VERSION;
  };
  try {
    expect(await pinned()).toBe('1.0.0');

    await unmoved(scenario, () => revertDrift(scenario));

    expect([await pinned(), await pinned('2')]).toEqual([undefined, '1.0.0']);
    expect(await scenario.predict()).toBe(200);
    const retrain = scenario.retrain();
    await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.1, 12);
    expect([await pinned(), await pinned('3')]).toEqual(['1.1.0', '1.1.0']);

    await unmoved(scenario, () => revertDrift(scenario));

    expect([await pinned(), await pinned('3')]).toEqual([undefined, '1.1.0']);
    expect(await scenario.ended(retrain, 12)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.1.0', functionVersion: '3' });
    expect(codeExecutions(scenario)).toEqual([]);
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});
