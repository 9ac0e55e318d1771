import { afterEach, expect, test } from 'vitest';
import type { LedgerEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { ModelDefinitionFile } from '../../lib/index.ts';
import { askAndTell, untilMonitored } from './linked-outcomes.ts';
import { Scenario } from './scenario.ts';
import { quickModel } from './scenario-assembly.ts';
import { expectSound } from './soundness.ts';

const DRIFT = 'ratchet-quick-drift';
const LOW = 'ratchet-quick-performance-low';

const watching = (triggers: NonNullable<ModelDefinitionFile['triggers']>) => ({ ...quickModel, triggers });

/** Most predictions of the canaries never get a label, which is known once their records are about to expire. */
const retention = { predictions: '2d' };

let scenario: Scenario;
afterEach(() => scenario.stop());

const retrains = () => scenario.runtime.executions('ratchet-quick-retrain');

/** How often an alarm went into ALARM. */
function rang(alarm: string): number {
  const changes = scenario.runtime.log.events().filter(({ detail }) => detail.alarm === alarm);
  return changes.filter(({ detail }) => detail.to === 'ALARM').length;
}

/** A day of customers who visit more often than those of training. */
async function drifted(name: string): Promise<void> {
  await askAndTell(scenario, name, {
    count: 250,
    world: { kind: 'plain' },
    features: (features) => ({ ...features, visits: Number(features.visits) + 15 }),
  });
  await untilMonitored(scenario);
}

/** The execution that an alarm has started last, once it has ended. */
async function startedBy(alarm: string, trigger: string): Promise<LedgerEntry | undefined> {
  const execution = retrains().find(({ input }) => JSON.parse(input).trigger === trigger);
  if (execution === undefined) throw new Error(`${alarm} should have started an execution`);
  expect(JSON.parse(execution.input)).toMatchObject({ actor: alarm, alarm: { name: alarm } });
  expect((await scenario.ended(execution, 12)).status).toBe('SUCCEEDED');
  return (await scenario.entries()).find(({ event }) => event.execution === execution.executionArn);
}

test('outcomes that drift for two days in a row start a retrain by the alarm, those of one day do not (S2-02, S0-46, S0-48)', async () => {
  scenario = await Scenario.withChampion({ definition: watching({ drift: {}, performance: false }) });
  const before = retrains().length;

  await drifted('first day');
  expect([scenario.alarmState(DRIFT), retrains().length]).toEqual(['OK', before]);
  await drifted('second day');

  expect([rang(DRIFT), retrains().length]).toEqual([1, before + 1]);
  expect((await startedBy(DRIFT, 'drift'))?.event.actor).toEqual({ kind: 'alarm', id: DRIFT });
  await expectSound(scenario);
});

test('outcomes that change while requests do not start a retrain by the same alarm, on the first day (S0-47, S0-48)', async () => {
  // only the second champion was measured on enough rows of a holdout
  const definition = { ...watching({ drift: { windows: 1 }, performance: false }), retention };
  scenario = await Scenario.inProbation({ definition });
  const before = retrains().length;

  // the worlds that it learnt from, in the same proportion
  await askAndTell(scenario, 'older', { count: 100, world: { kind: 'plain' } });
  await askAndTell(scenario, 'newer', { count: 150, world: { kind: 'turned' } });
  await untilMonitored(scenario);
  expect([scenario.alarmState(DRIFT), retrains().length]).toEqual(['OK', before]);
  await askAndTell(scenario, 'eager', { count: 250, world: { kind: 'yes' } });
  await untilMonitored(scenario);

  expect([rang(DRIFT), retrains().length]).toEqual([1, before + 1]);
  await expectSound(scenario);
});

test('low accuracy on mature outcomes starts a retrain by the alarm, too few labels do not (S2-01)', async () => {
  const performance = { metric: 'accuracy', below: 0.6 } as const;
  scenario = await Scenario.withChampion({ definition: { ...watching({ drift: false, performance }), retention } });
  const before = retrains().length;

  await askAndTell(scenario, 'few', { count: 199, world: { kind: 'turned' } });
  await untilMonitored(scenario);
  expect([scenario.alarmState(LOW), retrains().length]).toEqual(['INSUFFICIENT_DATA', before]);
  await askAndTell(scenario, 'more', { count: 250, world: { kind: 'turned' } });
  await untilMonitored(scenario);

  expect([rang(LOW), retrains().length]).toEqual([1, before + 1]);
  expect((await startedBy(LOW, 'performance'))?.event.actor).toEqual({ kind: 'alarm', id: LOW });
  await expectSound(scenario);
});
