import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterEach(() => scenario.stop());

const byAlarm = {
  trigger: 'performance',
  actor: 'ratchet-quick-performance-low',
  alarm: { name: 'ratchet-quick-performance-low', time: '2026-01-01T12:00:00Z', accusedVersion: null },
};

test('schedule, alarm and console at once: one releases, the others end as recorded skips (S2-16)', async () => {
  const scheduledTime = new Date(scenario.runtime.now()).toISOString();
  const started = [
    scenario.retrain({ trigger: 'schedule', schedule: 'weekly', scheduledTime }),
    scenario.retrain(byAlarm),
    scenario.retrain({}),
  ];
  const ended = [];
  for (const execution of started) ended.push(await scenario.ended(execution, 12));

  expect(ended.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  const outputs = ended.map(({ output }) => JSON.parse(output ?? '') as { status: string });
  expect(outputs.filter(({ status }) => status === 'promoted')).toHaveLength(1);
  const skips = (await scenario.entries()).filter(({ event }) => event.type === 'skipped');
  expect(skips).toHaveLength(2);
  expect(new Set(skips.map(({ event }) => event.execution)).size).toBe(2);
  expect((await scenario.state()).champion?.modelVersion).toBe('1.1.0');
  await expectSound(scenario);
});

test('a schedule that is delivered twice retrains once', async () => {
  const scheduledTime = new Date(scenario.runtime.now()).toISOString();
  const request = { trigger: 'schedule', schedule: 'weekly', scheduledTime };
  const first = await scenario.ended(scenario.retrain(request), 12);
  const second = await scenario.ended(scenario.retrain(request));

  expect(JSON.parse(first.output ?? '')).toMatchObject({ status: 'promoted' });
  expect(JSON.parse(second.output ?? '')).toMatchObject({ status: 'skipped', code: 'AlreadyRun' });
  await expectSound(scenario);
});

test('a rollback by the alarm and one by hand at the same moment are one rollback', async () => {
  const retrain = scenario.retrain();
  await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.1, 12);
  const alarm = {
    name: 'ratchet-quick-challenger-errors',
    time: new Date(scenario.runtime.now()).toISOString(),
    accusedVersion: '3',
  };

  const started = [
    scenario.rollback({ cause: 'alarm', alarm, reason: 'alarm' }),
    scenario.rollback({ reason: 'it looks odd', actor: 'ada' }),
  ];
  const ended = [];
  for (const execution of started) ended.push(await scenario.ended(execution));

  expect(ended.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect((await scenario.entries()).filter(({ event }) => event.type === 'rolled-back')).toHaveLength(1);
  expect((await scenario.state()).champion?.modelVersion).toBe('1.0.0');
  expect(await scenario.ended(retrain)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
  await expectSound(scenario);
});
