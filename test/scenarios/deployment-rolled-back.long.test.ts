import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeExecution, codeExecutions, deployCode, skipCode, unmoved } from './deployments.ts';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterEach(() => scenario.stop());

const point = 'cloudformation:PipelineLiveTrafficCodeRelease';
const failing = async (deploying: Promise<void>) => {
  await expect(deploying).rejects.toThrow('Ratchet-quick was rolled back');
};

describe('a deployment that CloudFormation takes back', () => {
  test('right after it has asked for a release moves nothing: there is no changed code any more', async () => {
    scenario.faults.add({ point, kind: 'fail-after' });
    const [before] = (await scenario.entries()).slice(-1);

    await unmoved(scenario, async () => {
      await failing(deployCode(scenario, 'broken'));
      await scenario.runtime.advance(2 * MINUTE);
    });

    // one for the deployment and one for the way back
    const executions = codeExecutions(scenario);
    expect(executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(executions.map(skipCode)).toEqual(['NoChange', 'NoChange']);
    const later = (await scenario.entries()).slice(before?.sequence);
    expect(later.filter(({ event }) => !['skipped', 'servability-checked'].includes(event.type))).toEqual([]);
    await scenario.runtime.advance(10 * MINUTE);
    expect(codeExecutions(scenario)).toHaveLength(2);
    await expectSound(scenario);
  });

  test('in the middle of its canary ends the canary as superseded, and the code is not rejected', async () => {
    scenario.faults.add({ point, kind: 'time-out', milliseconds: 6 * MINUTE });

    await failing(deployCode(scenario, 'slow'));

    expect((await scenario.state()).routing?.canary).not.toBeNull();
    const [back, first] = codeExecutions(scenario);
    expect(await scenario.ended(first as never, 4)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    expect(skipCode(await scenario.ended(back as never, 4))).toBe('NoChange');
    const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
    expect(rolledBack?.event).toMatchObject({ cause: 'superseded' });
    expect(rolledBack?.state).toMatchObject({ rejectedCode: null, champion: { modelVersion: '1.0.0' } });
    expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
    await expectSound(scenario);
  });

  test('after it had replaced the function has the champion serve where it did before', async () => {
    scenario.faults.add({ point, kind: 'fail-after' });
    const before = scenario.functionName;

    await failing(scenario.deployReplacedFunction());

    expect(scenario.resource('AWS::Lambda::Function', 'PredictFunction')).toBe(before);
    expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.0.0' });
    expect((await scenario.state()).champion?.functionArn).toContain(before);
    expect(await scenario.predict()).toBe(200);
    await scenario.runtime.advance(MINUTE);
    expect(skipCode(codeExecution(scenario))).toBe('NoChange');
    await expectSound(scenario);
  });
});
