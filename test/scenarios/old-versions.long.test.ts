import { expect, test } from 'vitest';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('old function versions are deleted, and champion and predecessor stay, so that a rollback works (S1-42)', async () => {
  const scenario = await Scenario.withChampion();
  try {
    await publishByHand(scenario, 22);
    expect(await versions(scenario)).toHaveLength(24);

    await scenario.runtime.advance(6 * MINUTE);

    const pruned = (await scenario.entries()).filter(({ event }) => event.type === 'pruned');
    expect(pruned.map(({ event }) => event)).toMatchObject([{ functionVersions: ['3', '4'] }]);
    expect(await versions(scenario)).toEqual(['1', '2', ...Array.from({ length: 20 }, (_, index) => `${index + 5}`)]);

    const rollback = await scenario.ended(scenario.rollback());
    expect(rollback).toMatchObject({ status: 'SUCCEEDED' });
    expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
    await scenario.traffic(1, 10);
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});

/** Function versions that no entry of the ledger knows. */
async function publishByHand(scenario: Scenario, count: number): Promise<void> {
  const FunctionName = scenario.functionName;
  for (let index = 0; index < count; index += 1) {
    const { Environment } = (await scenario.callLambda('GetFunctionConfiguration', { FunctionName })) as {
      Environment: { Variables: Record<string, string> };
    };
    const Variables = { ...Environment.Variables, MODEL_VERSION: `9.9.${index}` };
    await scenario.callLambda('UpdateFunctionConfiguration', { FunctionName, Environment: { Variables } });
    await scenario.runtime.advance(5_000);
    await scenario.callLambda('PublishVersion', { FunctionName });
    await scenario.runtime.advance(5_000);
  }
}

async function versions(scenario: Scenario): Promise<string[]> {
  const FunctionName = scenario.functionName;
  const answer = await scenario.callLambda('ListVersionsByFunction', { FunctionName });
  return (answer as { Versions: { Version: string }[] }).Versions.map(({ Version }) => Version).slice(1);
}
