import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const ALWAYS = 1000;
const TOO_LARGE = JSON.stringify('x'.repeat(256 * 1024));

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterEach(() => scenario.stop());

/** Lets a step of the next execution wait for two minutes before it begins. */
const hold = (step: string) =>
  scenario.faults.add({ point: `invoke:${step}`, kind: 'delay', milliseconds: 2 * MINUTE });
describe('a rollback by hand', () => {
  const byHand = () => scenario.ended(scenario.rollback({ reason: 'we wait for the audit', actor: 'ada' }));

  test('before the first shift makes the shift stand down, and the execution fails as rolled back', async () => {
    hold('shift');
    const retrain = scenario.retrain();
    await scenario.runtime.waitUntil(() => scenario.stateOf(retrain.executionArn) === 'Shift weight', 10 * MINUTE);
    await byHand();

    expect(await scenario.ended(retrain)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    expect((await scenario.entries()).at(-1)?.event).toMatchObject({
      type: 'stood-down',
      execution: retrain.executionArn,
    });
    expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
    await expectSound(scenario);
  });

  test.each([
    ['crashes', 'crash', undefined],
    ['answers too much', 'answer', TOO_LARGE],
  ] as const)(
    'between the last look and the promotion makes the promotion stand down, also when recording that %s',
    async (_what, kind, payload) => {
      hold('promote');
      const retrain = scenario.retrain();
      const { executionArn } = retrain;
      await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.5, 12);
      await scenario.until(async () => scenario.stateOf(executionArn) === 'Promote challenger', 12);
      scenario.faults.add({ point: 'invoke:conclude', kind, times: ALWAYS, ...(payload && { payload }) });
      await byHand();

      const ended = await scenario.ended(retrain);

      expect(ended.status).toBe('FAILED');
      expect((await scenario.state()).champion?.modelVersion).toBe('1.0.0');
      expect(
        (await scenario.entries()).findLast(({ event }) => event.type === 'promoted')?.state.champion?.modelVersion,
      ).toBe('1.0.0');
      await expectSound(scenario);
    },
  );
});

test('newer code that comes between the last look and the promotion takes the older code back', async () => {
  hold('promote');
  await scenario.deploy({ memory: { predict: 1024 } });
  const [first] = scenario.runtime.executions('ratchet-quick-retrain');
  if (first === undefined) throw new Error('the deployment should have asked for a release');
  await scenario.until(async () => scenario.stateOf(first.executionArn) === 'Promote challenger', 12);

  await scenario.deploy({ memory: { predict: 2048 } });

  expect(await scenario.ended(first)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
  expect((await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back')?.event).toMatchObject({
    cause: 'superseded',
  });
  await expectSound(scenario);
});

test.each([
  ['crashes', 'crash', 'Runtime.ExitError'],
  ['answers too much', 'answer', 'States.DataLimitExceeded'],
] as const)('a skip that is not recorded, because conclude %s, ends red', async (_what, kind, error) => {
  scenario.faults.add({ point: 'invoke:conclude', kind, times: ALWAYS, payload: TOO_LARGE });

  const execution = await scenario.ended(scenario.retrain({ mode: 'version', modelVersion: '1.0.0' }));

  expect(execution).toMatchObject({ status: 'FAILED', error });
  await expectSound(scenario);
});
