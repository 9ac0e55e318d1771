import { expect, test } from 'vitest';
import { codeExecution, codeExecutions, deployOtherRole, skipCode, unmoved } from './deployments.ts';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('a deployment that changes the execution role is refused by every release, before anything is published', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    const versions = async () =>
      (await scenario.callLambda('ListVersionsByFunction', { FunctionName: scenario.functionName })) as {
        Versions: { Version: string }[];
      };
    const before = (await versions()).Versions.map(({ Version }) => Version);

    await unmoved(scenario, async () => {
      await deployOtherRole(scenario);
      await scenario.ended(codeExecution(scenario));
      const retrain = await scenario.ended(scenario.retrain());
      expect(retrain).toMatchObject({ status: 'FAILED', error: 'RoleDiffers' });
    });

    const refused = codeExecution(scenario);
    expect(refused).toMatchObject({ status: 'FAILED', error: 'RoleDiffers' });
    expect(refused.cause).toMatch(/deploy with arn:aws:iam::\d+:role\/\S*PredictRole\S+, not \S*0000BEEF/);
    expect((await versions()).Versions.map(({ Version }) => Version)).toEqual(before);
    expect((await scenario.state()).lease).toBeNull();
    // the reconciler does not ask for what can have no release
    await scenario.runtime.advance(20 * MINUTE);
    expect(codeExecutions(scenario)).toHaveLength(1);

    await scenario.deploy({});

    expect(skipCode(await scenario.ended(codeExecution(scenario)))).toBe('NoChange');
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});
