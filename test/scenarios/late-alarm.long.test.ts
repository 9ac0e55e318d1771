import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterAll(() => scenario.stop());

const alarmEvent = (name: string, time: string, functionVersion?: string) => ({
  cause: 'alarm',
  actor: name,
  reason: `alarm ${name}`,
  alarm: { name, time, accusedVersion: functionVersion ?? null },
});

test('an alarm event that arrives after its release ended rolls nothing back', async () => {
  const rang = new Date(scenario.runtime.now()).toISOString();
  const retrain = scenario.retrain();
  await scenario.until(async () => (await scenario.state()).routing?.canary !== null, 12);
  await scenario.ended(scenario.rollback({ reason: 'we need the old one', actor: 'ada' }));
  await scenario.ended(retrain);
  const entries = (await scenario.entries()).length;

  const late = await scenario.ended(scenario.rollback(alarmEvent('ratchet-quick-challenger-errors', rang, '3')));

  expect(late).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.parse(late.output ?? '')).toMatchObject({ decision: 'ignored', success: false });
  expect(await scenario.entries()).toHaveLength(entries);
  expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
});

test('one about the whole alias is ignored in a canary, and one from before the release as well', async () => {
  const retrain = scenario.retrain({ mode: 'version', modelVersion: '1.1.0' });
  const before = new Date(scenario.runtime.now() - 60_000).toISOString();
  await scenario.until(async () => (await scenario.state()).routing?.canary !== null, 12);
  const now = new Date(scenario.runtime.now()).toISOString();

  const ignored = [
    await scenario.ended(scenario.rollback(alarmEvent('ratchet-quick-error-rate', now))),
    await scenario.ended(scenario.rollback(alarmEvent('ratchet-quick-challenger-errors', before, '3'))),
    await scenario.ended(scenario.rollback(alarmEvent('ratchet-quick-challenger-errors', now, '2'))),
  ];

  expect(ignored.map(({ output }) => JSON.parse(output ?? '').decision)).toEqual(['ignored', 'ignored', 'ignored']);
  expect(await scenario.ended(retrain, 12)).toMatchObject({ status: 'SUCCEEDED' });
  await expectSound(scenario);
});
