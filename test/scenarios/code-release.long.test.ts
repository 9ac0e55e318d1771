import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeExecution, deployCode, unmoved } from './deployments.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterEach(() => scenario.stop());

describe('a deployment of changed code', () => {
  test('moves no traffic, and releases the champion on the new code through a canary of its own', async () => {
    await unmoved(scenario, () => scenario.deploy({ memory: { predict: 1024 } }));

    const ended = await scenario.ended(codeExecution(scenario), 12);

    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    const { champion } = await scenario.state();
    expect(champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '3' });
    const weights = (await scenario.entries()).flatMap(({ event }) =>
      event.type === 'shifted' && event.execution === ended.executionArn ? [event.weight] : [],
    );
    expect(weights).toEqual([0.01, 0.1, 0.5]);
    await expectSound(scenario);
  });

  test('by newer code is superseded: its canary goes back, and the newer one is released', async () => {
    await deployCode(scenario, 'one');
    const first = codeExecution(scenario);
    await scenario.until(async () => (await scenario.state()).routing?.canary !== null, 12);

    await unmoved(scenario, () => deployCode(scenario, 'two'));

    const second = codeExecution(scenario);
    expect(await scenario.ended(first, 12)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
    expect(rolledBack?.event).toMatchObject({ cause: 'superseded' });
    expect(rolledBack?.state.rejectedCode).toBeNull();
    expect(await scenario.ended(second, 12)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '4' });
    await expectSound(scenario);
  });
});
