import { expect, test } from 'vitest';
import { codeExecutions, deployCode, skipCode, unmoved } from './deployments.ts';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('code that is deployed twice during a canary that fails is released once, with the model of the champion', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    scenario.faults.latency = (name, functionVersion) =>
      name === scenario.functionName && functionVersion === '3' ? 150 : 5;
    const retrain = scenario.retrain();
    await scenario.until(async () => (await scenario.state()).routing?.canary !== null, 12);

    await unmoved(scenario, async () => {
      await deployCode(scenario, 'one');
      await deployCode(scenario, 'two');
      await scenario.runtime.advance(MINUTE);
    });

    expect(codeExecutions(scenario).map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING']);
    expect(await scenario.ended(retrain, 25)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    await scenario.until(async () => codeExecutions(scenario).every(({ status }) => status !== 'RUNNING'), 12);

    const executions = codeExecutions(scenario);
    expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
    const ofCode = (await scenario.entries()).filter(({ event }) => event.execution?.includes(':code-'));
    const types = ofCode.map(({ event }) => event.type);
    expect(types.filter((type) => type === 'lease-acquired')).toHaveLength(1);
    expect(types.filter((type) => type === 'promoted')).toHaveLength(1);
    const releasing = ofCode.find(({ event }) => event.type === 'promoted')?.event.execution;
    const others = executions.filter(({ executionArn }) => executionArn !== releasing);
    expect(new Set(others.map(skipCode))).toEqual(new Set(['CodeUnderRelease']));
    expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '4' });
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});
