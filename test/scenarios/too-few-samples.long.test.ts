import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.start();
});
afterAll(() => scenario.stop());

test('49 outcomes where 50 are needed are a recorded skip with the numbers', async () => {
  await scenario.outcomes(49);

  const { status, output } = await scenario.ended(scenario.retrain());

  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output ?? '')).toMatchObject({ status: 'skipped', code: 'TooFewSamples' });
  const skipped = (await scenario.entries()).at(-1);
  expect(skipped?.event).toMatchObject({ type: 'skipped', code: 'TooFewSamples', actor: { kind: 'console' } });
  expect(skipped?.event.reason).toMatch(/at least 50 samples: 49 outcomes/);
  expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
});

test('the fiftieth lets a model be trained, and it is only provisional', async () => {
  await scenario.outcomes(1);

  await scenario.ended(scenario.retrain({ autoDeploy: false }));

  expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'registered', modelVersion: '1.0.0' });
  const { body } = await scenario.request('GET', '/model/versions');
  expect(JSON.stringify(body)).toContain('provisional');
  await expectSound(scenario);
});
