import { describe, expect, test } from 'vitest';
import { FaultPlan } from '../../lib/local/fault-plan.ts';
import { MINUTE, Scenario } from './scenario.ts';
import { quickModel } from './scenario-assembly.ts';
import { expectSound } from './soundness.ts';

const ALWAYS = 1000;

test('a policy without a canary releases at once, on the evidence of the smoke test', async () => {
  const scenario = await Scenario.start({ definition: { ...quickModel, canary: { enabled: false } } });
  try {
    await scenario.outcomes(300);

    const execution = await scenario.ended(scenario.retrain());

    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    const types = await scenario.entryTypes();
    expect(types).not.toContain('shifted');
    expect((await scenario.entries()).at(-1)?.event).toMatchObject({
      type: 'promoted',
      evidence: [{ metric: 'smoke test' }],
    });
    expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});

describe('a champion that changes between comparison and release', () => {
  /** Publishing waits long enough for somebody to roll back in between. */
  const slowPublishing = () => new FaultPlan([{ point: 'invoke:publish', kind: 'delay', milliseconds: 2 * MINUTE }]);

  test('has a trained candidate compared again, with the champion of now', async () => {
    const scenario = await Scenario.inChangedWorld({ faults: slowPublishing() });
    try {
      const retrain = scenario.retrain();
      await scenario.runtime.advance(MINUTE);
      await scenario.ended(scenario.rollback({ reason: 'in between', actor: 'ada' }));

      expect(await scenario.ended(retrain, 12)).toMatchObject({ status: 'SUCCEEDED' });

      const registered = (await scenario.entries()).filter(
        ({ event }) => event.execution === retrain.executionArn && event.type === 'registered',
      );
      expect(registered).toHaveLength(2);
      const lease = (await scenario.entries()).findLast(({ event }) => event.type === 'lease-acquired');
      expect(lease?.event).toMatchObject({ compared: { modelVersion: '0.0.0' } });
      await expectSound(scenario);
    } finally {
      scenario.stop();
    }
  });

  test('has a registered version ordered anew, for nothing was trained', async () => {
    const scenario = await Scenario.inChangedWorld();
    try {
      await scenario.ended(scenario.retrain({ autoDeploy: false }));
      scenario.faults.add({ point: 'invoke:publish', kind: 'delay', milliseconds: 2 * MINUTE });
      const release = scenario.retrain({ mode: 'version', modelVersion: '1.1.0' });
      await scenario.runtime.advance(MINUTE);
      await scenario.ended(scenario.rollback({ reason: 'in between', actor: 'ada' }));

      expect(await scenario.ended(release, 12)).toMatchObject({ status: 'SUCCEEDED' });
      expect((await scenario.state()).champion?.modelVersion).toBe('1.1.0');
      await expectSound(scenario);
    } finally {
      scenario.stop();
    }
  });
});

describe('trainings that no machine can take', () => {
  const retrainOrder = (trainers: unknown) =>
    JSON.stringify({
      decision: 'retrain',
      trigger: 'manual',
      reason: 'as asked',
      window: { from: '2025-12-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
      trainers,
    });
  const three = Array.from({ length: 3 }, () => ({ index: 0, kind: 'logistic-regression' }));

  test.each([
    ['too large together', retrainOrder(three), 'States.DataLimitExceeded'],
    ['of trainers that are no list', retrainOrder('forest'), 'States.QueryEvaluationError'],
  ])('%s fail the execution by name', async (_what, assessed, error) => {
    const faults = new FaultPlan([
      { point: 'invoke:assess', kind: 'answer', payload: assessed },
      // which would refuse such trainers
      { point: 'invoke:export', kind: 'answer', payload: JSON.stringify({ decision: 'train', snapshot: null }) },
      {
        point: 'invoke:train',
        kind: 'answer',
        times: ALWAYS,
        payload: JSON.stringify({ validationScore: 1, large: 'x'.repeat(100_000) }),
      },
    ]);
    const scenario = await Scenario.inChangedWorld({ faults });
    try {
      const execution = await scenario.ended(scenario.retrain());

      expect(execution).toMatchObject({ status: 'FAILED', error });
      expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'failed', error });
      await expectSound(scenario);
    } finally {
      scenario.stop();
    }
  });
});
