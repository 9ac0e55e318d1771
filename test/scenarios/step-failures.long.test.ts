import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../lib/local/fault-plan.ts';
import { FaultPlan } from '../../lib/local/fault-plan.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const beforeTraffic = ['assess', 'export', 'train', 'compare', 'register', 'publish', 'smoke-test', 'drill'] as const;
const withTraffic = ['shift', 'judge', 'promote'] as const;
const ALWAYS = 10_000;
const TOO_LARGE = JSON.stringify('x'.repeat(256 * 1024));

const kinds = [
  ['crashes', 'crash', 'Runtime.ExitError'],
  ['times out', 'time-out', 'Sandbox.Timedout'],
  ['answers more than a state may have', 'answer', 'States.DataLimitExceeded'],
] as const;

async function retrainWith(step: string, kind: FaultKind, perMinute: number) {
  const faults = new FaultPlan([{ point: `invoke:${step}`, kind, times: ALWAYS, payload: TOO_LARGE }]);
  const scenario = await Scenario.inChangedWorld({ faults });
  return { scenario, execution: await scenario.ended(scenario.retrain(), perMinute) };
}

describe.each(kinds)('a step that %s', (_what, kind, error) => {
  test.each(beforeTraffic)('before any traffic moved, %s: fails by that name, recorded and told', async (step) => {
    const { scenario, execution } = await retrainWith(step, kind, 0);
    try {
      expect(execution).toMatchObject({ status: 'FAILED', error });
      const failed = (await scenario.entries()).findLast(({ event }) => event.type === 'failed');
      expect(failed?.event).toMatchObject({ error, execution: execution.executionArn });
      expect(failed?.state).toMatchObject({ lease: null, challenger: null });
      expect(scenario.notices().map(({ subject }) => subject)).toContain(`quick: failed: ${error}`);
      await scenario.traffic(1, 5);
      expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
      await expectSound(scenario);
    } finally {
      scenario.stop();
    }
  });

  test.each(withTraffic)(
    'with traffic, %s: the traffic goes back, and the execution fails as rolled back',
    async (step) => {
      const { scenario, execution } = await retrainWith(step, kind, 12);
      try {
        expect(execution).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
        expect(execution.cause).toContain(error);
        const types = await scenario.entryTypes();
        expect(types.some((type) => type === 'rolled-back' || type === 'failed')).toBe(true);
        const { lease, challenger, champion } = await scenario.state();
        expect([lease, challenger, champion?.functionVersion]).toEqual([null, null, '2']);
        expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
        await expectSound(scenario);
      } finally {
        scenario.stop();
      }
    },
  );

  test('roll-back: Retrain fails, and the reconciler gives the traffic back', async () => {
    const faults = new FaultPlan([
      { point: 'invoke:judge', kind: 'crash', times: ALWAYS },
      { point: 'invoke:roll-back', kind, times: ALWAYS, payload: TOO_LARGE },
    ]);
    const scenario = await Scenario.inChangedWorld({ faults });
    try {
      const execution = await scenario.ended(scenario.retrain(), 12);

      expect(execution).toMatchObject({ status: 'FAILED', error });
      await expectSound(scenario);
      expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
      // one that crashes, comes late or says too much has done its work all the same, and once
      expect((await scenario.entryTypes()).filter((type) => type === 'rolled-back')).toHaveLength(1);
      expect(await scenario.ended(scenario.rollback())).toMatchObject({ status: 'FAILED', error });
      await expectSound(scenario);
    } finally {
      scenario.stop();
    }
  });

  test('conclude: the execution fails by the first error all the same', async () => {
    const faults = new FaultPlan([
      { point: 'invoke:conclude', kind, times: ALWAYS, payload: TOO_LARGE },
      { point: 'invoke:smoke-test', kind: 'crash', times: ALWAYS },
    ]);
    const scenario = await Scenario.inChangedWorld({ faults });
    try {
      const execution = await scenario.ended(scenario.retrain());

      expect(execution).toMatchObject({ status: 'FAILED', error: 'Runtime.ExitError' });
      await expectSound(scenario);
      expect((await scenario.state()).lease).toBeNull();
    } finally {
      scenario.stop();
    }
  });
});
