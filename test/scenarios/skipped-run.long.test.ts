import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.withChampion();
});
afterAll(() => scenario.stop());

const bySchedule = () => ({
  trigger: 'schedule',
  schedule: 'weekly',
  scheduledTime: new Date(scenario.runtime.now()).toISOString(),
});

test('a scheduled run that finds too little new is a recorded skip with its numbers (S3-02)', async () => {
  await scenario.outcomes(19);

  const { status, output } = await scenario.ended(scenario.retrain(bySchedule()));

  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output ?? '')).toMatchObject({ status: 'skipped', code: 'TooFewNewSamples' });
  const skipped = (await scenario.entries()).at(-1);
  expect(skipped?.event).toMatchObject({ type: 'skipped', actor: { kind: 'schedule', id: 'weekly' } });
  expect(skipped?.event.reason).toMatch(/19.*20/);
  expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: skipped: TooFewNewSamples');
});

test('a run in probation is held: it trains and registers, and releases nothing', async () => {
  await scenario.outcomes(900, { kind: 'turned' });
  const first = await scenario.ended(scenario.retrain(), 12);
  await scenario.outcomes(900);
  const second = await scenario.ended(scenario.retrain());

  expect([first, second].map(({ output }) => JSON.parse(output ?? ''))).toMatchObject([
    { status: 'promoted' },
    { status: 'skipped', code: 'Held: probation' },
  ]);
  await expectSound(scenario);
});

test('a wrong input is refused by name before anything is done', async () => {
  const execution = await scenario.ended(scenario.retrain({ mode: 'modle', sinceDays: 0 }));

  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
  expect(execution.cause).toMatch(/mode.*sinceDays/s);
  expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'failed', error: 'InvalidInput' });
  await expectSound(scenario);
});
