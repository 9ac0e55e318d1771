import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.withChampion();
  await scenario.deploy({ schedules: [{ name: 'hourly', cron: '0 * * * ? *' }], rollback: { probation: '30m' } });
});
afterAll(() => scenario.stop());

const outputOf = ({ output }: { output?: string | undefined }) => JSON.parse(output ?? '') as Record<string, string>;
const eventsSince = async (sequence: number) => (await scenario.entries()).slice(sequence).map(({ event }) => event);
const sequence = async () => (await scenario.entries()).length;

test('while the schedules are paused, one that fires is a recorded skip (S0-04)', async () => {
  const paused = await scenario.ended(
    scenario.retrain({ mode: 'pause', reason: 'the data is being repaired', actor: 'ada' }),
  );
  const before = await sequence();

  await scenario.traffic(61, 0);

  expect(paused.status).toBe('SUCCEEDED');
  expect(outputOf(paused)).toMatchObject({ status: 'paused', code: 'Paused' });
  expect(await eventsSince(before)).toMatchObject([
    { type: 'skipped', code: 'Paused', actor: { kind: 'schedule', id: 'hourly' } },
  ]);
  expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: schedules paused');
});

test('a second pause changes nothing, ends green and says who was first (S0-04)', async () => {
  const before = await sequence();

  const again = await scenario.ended(scenario.retrain({ mode: 'pause', reason: 'me too', actor: 'bob' }));

  expect(again.status).toBe('SUCCEEDED');
  expect(outputOf(again)).toMatchObject({ code: 'AlreadyPaused' });
  expect(outputOf(again).reason).toContain('by cli ada: the data is being repaired');
  expect(await sequence()).toBe(before);
});

test('a deployment does not undo the pause (S0-04)', async () => {
  await scenario.deploy({ schedules: [{ name: 'hourly', cron: '30 * * * ? *' }], rollback: { probation: '30m' } });
  const before = await sequence();

  await scenario.traffic(61, 0);

  expect((await eventsSince(before)).map((event) => event.type)).toEqual(['skipped']);
  expect((await scenario.state()).paused).toBe(true);
});

test('what a person asks for is done all the same: a rollback, and a retrain with its release (S0-04)', async () => {
  expect(await scenario.ended(scenario.rollback({ reason: 'by hand', actor: 'ada' }))).toMatchObject({
    status: 'SUCCEEDED',
  });
  await scenario.outcomes(900, { kind: 'turned' });

  const trained = await scenario.ended(scenario.retrain(), 20);

  expect(outputOf(trained)).toMatchObject({ status: 'promoted' });
  expect((await scenario.state()).paused).toBe(true);
});

test('once resumed, the schedule trains again (S0-04)', async () => {
  const resumed = await scenario.ended(scenario.retrain({ mode: 'resume', actor: 'ada' }));
  const before = await sequence();
  await scenario.outcomes(60, { kind: 'turned' });

  await scenario.traffic(61, 0);

  expect(outputOf(resumed)).toMatchObject({ status: 'resumed', code: 'Resumed' });
  const trained = (await eventsSince(before)).filter(({ type }) => type === 'registered');
  expect(trained).toMatchObject([{ actor: { kind: 'schedule', id: 'hourly' } }]);
  await expectSound(scenario);
});
