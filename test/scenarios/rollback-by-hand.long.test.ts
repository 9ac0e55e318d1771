import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf } from './calls.ts';
import { HOUR, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.withChampion();
});
afterAll(() => scenario.stop());

test('{} gives all traffic to the previous champion, from idle, within four calls (S1-26)', async () => {
  const execution = await scenario.ended(scenario.rollback({}));

  expect(execution.status).toBe('SUCCEEDED');
  expect(JSON.parse(execution.output ?? '')).toMatchObject({
    decision: 'rolled-back',
    success: true,
    restored_from: '0.0.0',
  });
  expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
  expect((await scenario.entries()).at(-1)?.event).toMatchObject({
    type: 'rolled-back',
    cause: 'manual',
    reason: 'no reason given (console)',
    actor: { kind: 'console' },
  });
  expect(callsOf(scenario, 'RollBack')).toEqual([
    'lambda:GetAlias',
    'dynamodb:Query',
    'dynamodb:PutItem',
    'lambda:UpdateAlias',
  ]);
});

test('a second one has nowhere to go, says so, and leaves the traffic where it is (S1-27, S3-18)', async () => {
  const execution = await scenario.ended(scenario.rollback({ reason: 'again', actor: 'ada' }));

  expect(execution).toMatchObject({ status: 'FAILED', error: 'NoStableVersion' });
  expect((await scenario.entries()).at(-1)?.event).toMatchObject({
    type: 'failed',
    error: 'NoStableVersion',
    reason: 'No backups found: 0.0.0 has no earlier champion to go back to',
    actor: { kind: 'cli', id: 'ada' },
  });
  expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: failed: NoStableVersion');
  expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
});

test('a certain earlier version is found by its model version (S4-36)', async () => {
  const execution = await scenario.ended(
    scenario.rollback({ modelVersion: '1.0.0', reason: 'it was right', actor: 'ada' }),
  );

  expect(execution.status).toBe('SUCCEEDED');
  expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
  expect((await scenario.state()).champion?.modelVersion).toBe('1.0.0');
});

test('whatever was live at some time is found by that time (S3-18)', async () => {
  const execution = await scenario.ended(
    scenario.rollback({ at: '2026-01-01T00:10:00Z', reason: 'as on that day', actor: 'ada' }),
  );

  expect(execution.status).toBe('SUCCEEDED');
  expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
});

test('a time without a champion is refused by the old wording, and nothing moves (S3-18)', async () => {
  const execution = await scenario.ended(scenario.rollback({ at: '2025-12-31T00:00:00Z', reason: 'long ago' }));

  expect(execution).toMatchObject({ status: 'FAILED', error: 'NoStableVersion' });
  expect(execution.cause).toContain('Backup not found: quick had no champion at 2025-12-31T00:00:00Z');
  expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
});

test('a wrong field is named, and nothing moves', async () => {
  const execution = await scenario.ended(scenario.rollback({ modelVersion: 'newest' }));

  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
  expect(execution.cause).toContain('modelVersion');
  await scenario.runtime.advance(HOUR);
  expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
  await expectSound(scenario);
});
