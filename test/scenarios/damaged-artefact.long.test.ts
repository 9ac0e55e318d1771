import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { damageModel } from './damage.ts';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterEach(() => scenario.stop());

/** Lets a candidate be trained and damages its model before it is compared. */
async function retrainWith(how: 'remove' | 'alter') {
  let damaged = false;
  scenario.runtime.log.listen(({ type, detail }) => {
    const compares = type === 'invoked' && String(detail.functionName).includes('PipelineCompareFunction');
    if (!compares || damaged) return;
    damaged = true;
    damageModel(scenario, how);
  });
  return scenario.ended(scenario.retrain(), 5);
}

describe.each([
  ['missing', 'remove', 'ArtifactMissing'],
  ['altered', 'alter', 'ArtifactHashMismatch'],
] as const)('a model that is %s', (_what, how, error) => {
  test(`ends its retrain with ${error}, recorded and told, and the champion serves on`, async () => {
    const execution = await retrainWith(how);

    expect(execution).toMatchObject({ status: 'FAILED', error });
    expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'failed', error });
    expect(scenario.notices().map(({ subject }) => subject)).toContain(`quick: failed: ${error}`);
    await scenario.traffic(1, 10);
    expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
    await expectSound(scenario);
  });
});

test('a challenger whose model was altered after registration fails its smoke test, says so in the log, and gets no traffic', async () => {
  await scenario.ended(scenario.retrain({ autoDeploy: false }));
  damageModel(scenario, 'alter');

  const execution = await scenario.ended(scenario.retrain({ mode: 'version', modelVersion: '1.1.0' }), 5);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'SmokeTestFailed' });
  expect(execution.cause).toContain('sha256');
  const logged = scenario.runtime.log
    .events()
    .filter(({ type, detail }) => type === 'output' && String(detail.line).includes('model_reload_failed'));
  expect(logged.length).toBeGreaterThan(0);
  await scenario.runtime.advance(MINUTE);
  const { lease, challenger } = await scenario.state();
  expect([lease, challenger]).toEqual([null, null]);
  expect(scenario.served.requests['3']).toBeUndefined();
  await expectSound(scenario);
});
