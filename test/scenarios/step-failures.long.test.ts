import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const ALWAYS = 10_000;
const TOO_LARGE = JSON.stringify('x'.repeat(256 * 1024));

const everywhere = () => true;
/** A time-out takes the Catch of a crash: two steps are enough before traffic, one of which registers, and one with it. */
const once = (step: string) => ['train', 'register', 'shift'].includes(step);

const kinds = [
  ['crashes', 'crash', 'Runtime.ExitError', everywhere],
  ['times out', 'time-out', 'Sandbox.Timedout', once],
  ['answers more than a state may have', 'answer', 'States.DataLimitExceeded', everywhere],
] as const;

const registered = { mode: 'version', modelVersion: '1.1.0' };

/** What fails before any traffic moves, and how an execution gets there: the fifth has registered the candidate. */
const beforeTraffic = [
  ['assess', {}],
  ['export', {}],
  ['train', {}],
  ['compare', {}],
  ['register', {}],
  ['publish', registered],
  ['smoke-test', registered],
  ['drill', registered],
] as const;

// one deployment for all: after every failure it has to be as good as new
describe.each(kinds)('a step that %s', (_what, kind, error, isTried) => {
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await Scenario.inChangedWorld();
  });
  afterAll(() => scenario.stop());

  const spoil = (step: string) =>
    scenario.faults.add({ point: `invoke:${step}`, kind, times: ALWAYS, payload: TOO_LARGE });

  async function served(): Promise<void> {
    scenario.faults.clear();
    await scenario.traffic(1, 3);
    expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
    const { lease, challenger, champion } = await scenario.state();
    expect([lease, challenger, champion?.modelVersion]).toEqual([null, null, '1.0.0']);
    await expectSound(scenario);
  }

  test.each(beforeTraffic.filter(([step]) => isTried(step)))(
    'before any traffic moved, %s: fails by that name, recorded and told (S4-17)',
    async (step, input) => {
      const told = scenario.notices().length;
      spoil(step);

      const execution = await scenario.ended(scenario.retrain(input));

      expect(execution).toMatchObject({ status: 'FAILED', error });
      const failed = (await scenario.entries()).findLast(({ event }) => event.type === 'failed');
      expect(failed?.event).toMatchObject({ error, execution: execution.executionArn });
      await served();
      const subjects = scenario
        .notices()
        .slice(told)
        .map(({ subject }) => subject);
      expect(subjects).toContain(`quick: failed: ${error}`);
    },
  );

  test.each(['shift', 'judge', 'promote'].filter(isTried))(
    'with traffic, %s: the traffic goes back, and the execution fails as rolled back (S4-17, S4-18)',
    async (step) => {
      spoil(step);

      const execution = await scenario.ended(scenario.retrain(registered), 12);

      expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
      expect(execution.cause).toContain(error);
      const own = (await scenario.entries()).filter(({ event }) => event.execution === execution.executionArn);
      expect(own.some(({ event }) => event.type === 'rolled-back' || event.type === 'failed')).toBe(true);
      await served();
    },
  );

  test('conclude: the execution fails by the first error all the same', async () => {
    spoil('conclude');
    scenario.faults.add({ point: 'invoke:smoke-test', kind: 'crash', times: ALWAYS });

    const execution = await scenario.ended(scenario.retrain(registered));

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Runtime.ExitError' });
    await scenario.runtime.advance(60_000);
    await served();
  });

  test('reconcile: the execution that begins goes on without it', async () => {
    spoil('reconcile');

    const execution = await scenario.ended(scenario.retrain({ mode: 'resume' }));

    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(JSON.parse(execution.output ?? '')).toMatchObject({ code: 'NotPaused' });
    await served();
  });

  test('conclude, when the schedules are to be paused: the execution ends red', async () => {
    spoil('conclude');

    const execution = await scenario.ended(scenario.retrain({ mode: 'pause', reason: 'no data' }));

    expect(execution).toMatchObject({ status: 'FAILED', error });
    scenario.faults.clear();
    await scenario.ended(scenario.retrain({ mode: 'resume' }));
    expect((await scenario.state()).paused).toBe(false);
    await served();
  });

  test('roll-back: both machines fail, and alias and ledger agree all the same', async () => {
    scenario.faults.add({ point: 'invoke:judge', kind: 'crash', times: ALWAYS });
    spoil('roll-back');

    const execution = await scenario.ended(scenario.retrain(registered), 12);

    expect(execution).toMatchObject({ status: 'FAILED', error });
    // one that crashes, comes late or says too much has done its work all the same, and once
    const own = (await scenario.entries()).filter(({ event }) => event.execution === execution.executionArn);
    expect(own.filter(({ event }) => event.type === 'rolled-back')).toHaveLength(1);
    expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
    expect(await scenario.ended(scenario.rollback())).toMatchObject({ status: 'FAILED', error });
    await expectSound(scenario);
  });
});
