import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.inChangedWorld();
});
afterEach(() => scenario.stop());

function stop(executionArn: string): void {
  scenario.runtime.services.states.stopExecution({ executionArn, cause: 'somebody pressed Stop execution' });
}

test('an execution stopped in its canary is rolled back by the reconciler, at once and not after five minutes', async () => {
  const { executionArn } = scenario.retrain();
  await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.1, 12);

  stop(executionArn);
  await scenario.traffic(1, 5);

  expect(scenario.execution(executionArn).status).toBe('ABORTED');
  const rolledBack = (await scenario.entries()).at(-1);
  expect(rolledBack?.event).toMatchObject({
    type: 'rolled-back',
    cause: 'abandoned',
    actor: { kind: 'reconciler' },
    execution: executionArn,
  });
  expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
  await expectSound(scenario);
});

test('one stopped before any traffic moved frees its lease, and the next one may release', async () => {
  const { executionArn } = scenario.retrain();
  scenario.faults.add({ point: 'invoke:smoke-test', kind: 'delay', milliseconds: 30_000 });
  await scenario.runtime.waitUntil(
    () =>
      scenario.runtime.log
        .events()
        .some(
          ({ detail }) => String(detail.caller).includes('PublishFunction') && detail.operation === 'PublishVersion',
        ),
    10 * MINUTE,
  );
  await scenario.runtime.advance(1000);

  stop(executionArn);
  await scenario.runtime.advance(MINUTE);

  const { lease } = await scenario.state();
  expect(lease).toBeNull();
  expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'failed', error: 'Abandoned' });
  const next = await scenario.ended(scenario.retrain({ mode: 'version', modelVersion: '1.1.0' }), 12);
  expect(next.status).toBe('SUCCEEDED');
  await expectSound(scenario);
});

test('a new execution, started right after the stop, mends what it left and releases at once, though nobody told the reconciler', async () => {
  loseEvents('RetrainEnded');
  const { executionArn } = scenario.retrain();
  await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.1, 12);
  const before = (await scenario.entries()).length;

  stop(executionArn);
  const stopped = scenario.runtime.now();
  const next = scenario.retrain({ mode: 'version', modelVersion: '1.1.0' });
  await scenario.traffic(1, 5);

  const [mended, taken] = (await scenario.entries()).slice(before).map(({ event }) => event);
  expect(mended).toMatchObject({ type: 'rolled-back', cause: 'abandoned', execution: executionArn });
  expect(taken).toMatchObject({ type: 'lease-acquired', execution: next.executionArn });
  expect(Date.parse(taken?.at ?? '') - stopped).toBeLessThan(MINUTE);
  expect(await scenario.ended(next, 12)).toMatchObject({ status: 'SUCCEEDED' });
  await expectSound(scenario);
});

/** Every delivery of a rule fails. */
function loseEvents(logicalId: string): void {
  const rule = scenario.runtime.services.bus.list().find((one) => one.logicalId.includes(logicalId));
  if (rule === undefined) throw new Error(`there should be a rule ${logicalId}`);
  scenario.faults.add({ point: `events:deliver:${rule.logicalId}`, kind: 'fail-before', times: 10_000 });
}
