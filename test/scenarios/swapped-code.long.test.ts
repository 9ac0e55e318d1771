import { expect, test } from 'vitest';
import { codeExecution, codeExecutions, deployCode, hotswap, skipCode, unmoved } from './deployments.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('code that was swapped under the deployment is found by the reconciler and released, and once', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    await unmoved(scenario, () => hotswap(scenario, 'swapped'));

    await scenario.until(async () => codeExecutions(scenario).length === 1, 0, 10);
    const execution = codeExecution(scenario);
    expect(JSON.parse(execution.input)).toMatchObject({ mode: 'code', actor: 'reconciler' });
    expect(await scenario.ended(execution, 12)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '3' });

    await unmoved(scenario, () => deployCode(scenario, 'swapped'));

    expect(skipCode(await scenario.ended(codeExecution(scenario)))).toBe('NoChange');
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});
