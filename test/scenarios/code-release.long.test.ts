import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeployedChange, HOUR, MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterEach(() => scenario.stop());

const moreMemory: DeployedChange = { memory: { predict: 1024 } };
const evenMoreMemory: DeployedChange = { memory: { predict: 2048 } };

const codeExecutions = () =>
  scenario.runtime.executions('ratchet-quick-retrain').filter(({ name }) => name.startsWith('code-'));

describe('a deployment of changed code', () => {
  test('moves no traffic, and releases the champion on the new code through a canary of its own', async () => {
    const before = await scenario.alias();
    await scenario.deploy(moreMemory);
    expect(await scenario.alias()).toEqual(before);

    const [execution] = codeExecutions();
    if (execution === undefined) throw new Error('the deployment should have asked for a release');
    const ended = await scenario.ended(execution, 12);

    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    const { champion } = await scenario.state();
    expect(champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '3' });
    const weights = (await scenario.entries()).flatMap(({ event }) =>
      event.type === 'shifted' && event.execution === ended.executionArn ? [event.weight] : [],
    );
    expect(weights).toEqual([0.01, 0.1, 0.5]);
    await expectSound(scenario);
  });

  test('during a canary leaves the canary alone, waits for it, and is released after probation', async () => {
    const retrain = scenario.retrain();
    await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.1, 12);
    const before = await scenario.alias();

    await scenario.deploy(moreMemory);

    expect(await scenario.alias()).toEqual(before);
    expect(await scenario.ended(retrain, 12)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.1.0' });
    const [held] = codeExecutions();
    expect(JSON.parse((await scenario.ended(held as never)).output ?? '')).toMatchObject({ code: 'Held: probation' });
    // the reconciler asks again once probation is over
    await scenario.until(async () => codeExecutions().length === 2, 0, 200);
    const [pending] = codeExecutions();
    expect(await scenario.ended(pending as never, 12)).toMatchObject({ status: 'SUCCEEDED' });
    const own = (await scenario.entries()).filter(({ event }) => event.type === 'published').slice(-2);
    expect(own.map(({ state }) => state.challenger?.modelVersion)).toEqual(['1.1.0', '1.1.0']);
    expect((await scenario.state()).champion?.modelVersion).toBe('1.1.0');
    await expectSound(scenario);
  });

  test('by newer code is superseded: its canary goes back, and the newer one is released', async () => {
    await scenario.deploy(moreMemory);
    const [first] = codeExecutions();
    await scenario.until(async () => (await scenario.state()).routing?.canary !== null, 12);

    await scenario.deploy(evenMoreMemory);

    expect(await scenario.ended(first as never, 12)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
    expect(rolledBack?.event).toMatchObject({ cause: 'superseded' });
    expect(rolledBack?.state.rejectedCode).toBeNull();
    const [second] = codeExecutions();
    expect(await scenario.ended(second as never, 12)).toMatchObject({ status: 'SUCCEEDED' });
    await expectSound(scenario);
  });

  test('that fails its canary is rejected: models are not released on it until other code comes', async () => {
    scenario.faults.latency = (name, functionVersion) =>
      name === scenario.functionName && functionVersion === '3' ? 150 : 5;
    await scenario.deploy(moreMemory);
    const [execution] = codeExecutions();
    expect(await scenario.ended(execution as never, 25)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    expect((await scenario.state()).rejectedCode).not.toBeNull();

    const retrain = await scenario.ended(scenario.retrain());

    expect(retrain).toMatchObject({ status: 'FAILED', error: 'CodeRejected' });
    await scenario.runtime.advance(2 * HOUR);
    expect(codeExecutions()).toHaveLength(1);
    const subjects = scenario.notices().map(({ subject }) => String(subject));
    expect(subjects.some((subject) => subject.startsWith('ALARM: "ratchet-quick-code-rejected"'))).toBe(true);
    // back to the code before: nothing is pending any more
    await scenario.deploy({});
    const back = await scenario.ended(scenario.retrain({ mode: 'version', modelVersion: '1.1.0' }), 12);
    expect(back).toMatchObject({ status: 'SUCCEEDED' });
    await expectSound(scenario);
  });
});

test('code that was swapped under the deployment is found by the reconciler and released', async () => {
  const input = { FunctionName: scenario.functionName, MemorySize: 1024 };
  await scenario.callLambda('UpdateFunctionConfiguration', input);

  await scenario.until(async () => codeExecutions().length === 1, 0, 10);
  const [execution] = codeExecutions();

  expect(JSON.parse(execution?.input ?? '')).toMatchObject({ mode: 'code', actor: 'reconciler' });
  expect(await scenario.ended(execution as never, 12)).toMatchObject({ status: 'SUCCEEDED' });
  await scenario.runtime.advance(MINUTE);
  await expectSound(scenario);
});
