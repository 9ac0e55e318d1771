import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterAll(() => scenario.stop());

test('the weekly schedule retrains on a changed world and promotes through 1, 10, 50 and 100 percent', async () => {
  // the next time is days away
  await scenario.deploy({ schedules: [{ name: 'weekly', cron: '0 5 ? * THU *' }] });
  await scenario.runtime.advance(Date.parse('2026-01-01T05:00:30Z') - scenario.runtime.now());
  const [execution] = scenario.runtime.executions('ratchet-quick-retrain');
  if (execution === undefined) throw new Error('the schedule should have started an execution');

  const ended = await scenario.ended(execution, 12);

  expect(JSON.parse(ended.input)).toMatchObject({ trigger: 'schedule', schedule: 'weekly' });
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  const entries = await scenario.entries();
  const weights = entries.flatMap(({ event }) =>
    event.type === 'shifted' && event.execution === ended.executionArn ? [event.weight] : [],
  );
  expect(weights).toEqual([0.01, 0.1, 0.5]);
  const promoted = entries.findLast(({ event }) => event.type === 'promoted');
  expect(promoted?.state.champion).toMatchObject({ modelVersion: '1.1.0', functionVersion: '3' });
  expect(promoted?.event.evidence.map(({ metric }) => metric)).toContain('error rate');
  expect(await scenario.alias()).toMatchObject({ functionVersion: '3', weights: {} });
});

test('each share lasted at least as long as its bake, and served about its share', async () => {
  const own = (await scenario.entries())
    .filter(({ event }) => event.type === 'shifted' || event.type === 'promoted')
    .slice(-4);
  const times = own.map(({ event }) => Date.parse(event.at));
  for (const [index, time] of times.slice(1).entries())
    expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(300_000);
  expect(scenario.served.requests['3']).toBeGreaterThan(50);
  expect(scenario.served.requests['2']).toBeGreaterThan(scenario.served.requests['3'] ?? 0);
});

test('probation passes, and who asks how the executions went is told', async () => {
  await scenario.runtime.advance(2 * HOUR);
  const { body } = await scenario.request('GET', '/model/history');
  expect(JSON.stringify(body)).toContain('completed');
  await expectSound(scenario);
});
