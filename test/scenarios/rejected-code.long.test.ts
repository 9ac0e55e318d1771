import { expect, test } from 'vitest';
import { codeExecution, codeExecutions, deployCode, skipCode } from './deployments.ts';
import { HOUR, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('code that fails its canary is rejected: models are not released on it until other code comes', async () => {
  const scenario = await Scenario.inChangedWorld();
  try {
    scenario.faults.latency = (name, functionVersion) =>
      name === scenario.functionName && functionVersion === '3' ? 150 : 5;
    await deployCode(scenario, 'slow');
    const failed = await scenario.ended(codeExecution(scenario), 25);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    expect((await scenario.state()).rejectedCode).not.toBeNull();

    const retrain = await scenario.ended(scenario.retrain());

    expect(retrain).toMatchObject({ status: 'FAILED', error: 'CodeRejected' });
    await scenario.runtime.advance(2 * HOUR);
    expect(codeExecutions(scenario)).toHaveLength(1);
    const subjects = scenario.notices().map(({ subject }) => String(subject));
    expect(subjects.some((subject) => subject.startsWith('ALARM: "ratchet-quick-code-rejected"'))).toBe(true);
    // back to the code before: nothing is pending any more
    await scenario.deploy({});
    expect(skipCode(await scenario.ended(codeExecution(scenario)))).toBe('NoChange');
    const back = await scenario.ended(scenario.retrain({ mode: 'version', modelVersion: '1.1.0' }), 12);
    expect(back).toMatchObject({ status: 'SUCCEEDED' });
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});
