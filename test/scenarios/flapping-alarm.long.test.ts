import { afterEach, expect, test } from 'vitest';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const BAD_MINUTES = 100;

let scenario: Scenario;
afterEach(() => scenario.stop());

/** Whether it is a bad minute: every other one is, until there were a hundred. */
function badMinutes(): () => boolean {
  const start = scenario.runtime.now();
  return () => {
    const minute = Math.floor((scenario.runtime.now() - start) / MINUTE);
    return minute % 2 === 0 && minute < 2 * BAD_MINUTES;
  };
}

/** How often an alarm, or one contributor to it, went into ALARM. */
function rang(alarm: string, functionVersion?: string): number {
  const changes = scenario.runtime.log.events().filter(({ detail }) => detail.alarm === alarm && detail.to === 'ALARM');
  const own = functionVersion === undefined ? undefined : { ExecutedVersion: functionVersion };
  return changes.filter(({ detail }) => JSON.stringify(detail.contributor) === JSON.stringify(own)).length;
}

const rollbacks = () => scenario.runtime.executions('ratchet-quick-rollback');
const rolledBack = async () => (await scenario.entries()).filter(({ event }) => event.type === 'rolled-back');

test('a hundred bad minutes with good ones between them are one alarm, one execution and one rollback in probation', async () => {
  scenario = await Scenario.inProbation();
  const isBad = badMinutes();
  // whatever serves is slow, so that the rollback does not end the flapping
  scenario.faults.latency = (name) => (name === scenario.functionName && isBad() ? 400 : 5);

  await scenario.traffic(2 * BAD_MINUTES, 10);

  expect(rang('ratchet-quick-response-time')).toBe(1);
  expect(rollbacks()).toHaveLength(1);
  expect(await rolledBack()).toMatchObject([
    { event: { cause: 'alarm', actor: { kind: 'alarm', id: 'ratchet-quick-response-time' } } },
  ]);
  expect(scenario.alarmState('ratchet-quick-response-time')).toBe('ALARM');

  await scenario.traffic(25, 10);

  expect(scenario.alarmState('ratchet-quick-response-time')).toBe('OK');
  await expectSound(scenario);
});

test('a hundred bad minutes of the alarm on crashes accuse each function version once, and roll back one challenger', async () => {
  scenario = await Scenario.inChangedWorld();
  const retrain = scenario.retrain();
  await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.5, 15);
  const isBad = badMinutes();
  // the champion as well, so that the rollback does not end the flapping
  scenario.faults.failure = (name) => (name === scenario.functionName && isBad() ? 'throw' : null);

  await scenario.until(async () => (await scenario.state()).routing?.canary === null, 30, 10);
  await scenario.traffic(2 * BAD_MINUTES, 6);

  expect([rang('ratchet-quick-challenger-errors', '3'), rang('ratchet-quick-challenger-errors', '2')]).toEqual([1, 1]);
  expect(await rolledBack()).toHaveLength(1);
  // the one about the champion has found nothing to do
  expect(
    rollbacks()
      .map(({ output }) => JSON.parse(output ?? '').decision)
      .sort(),
  ).toEqual(['ignored', 'rolled-back']);
  expect(scenario.execution(retrain.executionArn)).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
  await expectSound(scenario, ['2', '3']);
});

test('a hundred deliveries of one alarm change the ledger once', async () => {
  scenario = await Scenario.inProbation();
  const before = (await scenario.entries()).length;
  const alarm = {
    name: 'ratchet-quick-error-rate',
    time: new Date(scenario.runtime.now()).toISOString(),
    accusedVersion: null,
  };

  const started = Array.from({ length: 100 }, () =>
    scenario.rollback({ cause: 'alarm', actor: alarm.name, reason: `alarm ${alarm.name}`, alarm }),
  );
  await scenario.traffic(5, 0);

  const ended = started.map(({ executionArn }) => scenario.execution(executionArn));
  expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
  const decisions = ended.map(({ output }) => JSON.parse(output ?? '').decision as string);
  expect(decisions.filter((decision) => decision === 'rolled-back')).toHaveLength(1);
  expect((await scenario.entries()).slice(before).map(({ event }) => event.type)).toEqual(['rolled-back']);
  expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
  await expectSound(scenario);
});
