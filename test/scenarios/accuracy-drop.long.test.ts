import { afterEach, expect, test } from 'vitest';
import { askOneByOne, tell } from './linked-outcomes.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const asked = { count: 220, world: { kind: 'plain' } } as const;

let scenario: Scenario;
afterEach(() => scenario.stop());

test('a promoted model that is right less often than its predecessor goes back by itself when the outcomes come (S4-16)', async () => {
  scenario = await Scenario.inChangedWorld();
  await scenario.deploy({ limits: { promoted: { maximumAccuracyDrop: 0.05 } } });
  const before = await askOneByOne(scenario, 'before', asked);
  expect((await scenario.ended(scenario.retrain(), 12)).status).toBe('SUCCEEDED');
  expect((await scenario.state()).champion?.modelVersion).toBe('1.1.0');

  // the world is again what it was, which shows only in the outcomes; those of the predecessor come late
  await scenario.traffic(2, 0);
  const after = await askOneByOne(scenario, 'after', asked);
  await tell(scenario, [...before, ...after]);
  await scenario.until(async () => (await scenario.state()).champion?.modelVersion === '1.0.0', 12, 30);

  const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
  expect(rolledBack?.event).toMatchObject({ cause: 'probation-verdict', actor: { kind: 'reconciler' } });
  expect(rolledBack?.event.reason).toMatch(
    /the champion fails in probation: accuracy 0\.\d+ \(n 220\) is 0\.\d+ below the 0\.\d+ \(n 220\) of its predecessor, between 0\.\d+ and 0\.\d+ with 99\.9 % confidence, limit 0\.05$/,
  );
  await expectSound(scenario);
});
