import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.withChampion();
});
afterAll(() => scenario.stop());

test('a candidate that is no better is registered, refused with its numbers, and the champion stays', async () => {
  await scenario.outcomes(300);

  const { status, output } = await scenario.ended(scenario.retrain());

  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output ?? '')).toMatchObject({ status: 'reject', modelVersion: '1.1.0' });
  const refused = (await scenario.entries()).at(-1);
  expect(refused?.event).toMatchObject({ type: 'registered', modelVersion: '1.1.0', verdict: 'reject' });
  expect(refused?.event.reason).toMatch(/auc gain -?0\.\d+ .* below 0\.01/);
  expect(refused?.event.evidence.length).toBeGreaterThan(0);
  expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
});

test('the same data once more make no second version', async () => {
  const { status } = await scenario.ended(scenario.retrain());

  expect(status).toBe('SUCCEEDED');
  expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'skipped', code: 'AlreadyRegistered' });
});

test('what was refused can be released all the same, by a person with a reason (S3-14)', async () => {
  const request = {
    mode: 'version',
    modelVersion: '1.1.0',
    force: true,
    reason: 'we want its calibration',
    actor: 'ada',
  };

  const { status } = await scenario.ended(scenario.retrain(request), 12);

  expect(status).toBe('SUCCEEDED');
  const { champion } = await scenario.state();
  expect(champion?.modelVersion).toBe('1.1.0');
  const lease = (await scenario.entries()).findLast(({ event }) => event.type === 'lease-acquired');
  expect(lease?.event).toMatchObject({
    actor: { kind: 'cli', id: 'ada' },
    reason: 'version release of 1.1.0, compared with 1.0.0: we want its calibration',
    grounds: { kind: 'forced', reason: 'we want its calibration' },
  });
  await expectSound(scenario);
});
