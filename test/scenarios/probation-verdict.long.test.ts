import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.inProbation();
});
afterAll(() => scenario.stop());

test('a champion whose requests fail too thinly for any alarm is rolled back by the reconciler (S2-38)', async () => {
  // below fifty requests a minute the alarms see no rate, and the reconciler adds the minutes up
  scenario.faults.failure = (name, functionVersion, invocation) =>
    name === scenario.functionName && functionVersion === '3' && invocation % 4 === 0 ? 'crash' : null;

  await scenario.until(async () => (await scenario.state()).champion?.modelVersion === '1.0.0', 12, 55);

  const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
  expect(rolledBack?.event).toMatchObject({ cause: 'probation-verdict', actor: { kind: 'reconciler' } });
  expect(rolledBack?.event.reason).toMatch(
    /the champion fails in probation: error rate 0\.\d+ \(\d+ of \d+\), limit 0\.1; evidence/,
  );
  await expectSound(scenario, ['3']);
});
