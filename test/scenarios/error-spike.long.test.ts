import { expect, test } from 'vitest';
import { failShares } from './failing-share.ts';
import { restoration } from './restoration.ts';
import { ringingDatapoint } from './ringing-datapoint.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const CHAMPION = '3';
const ALARM = 'ratchet-quick-error-rate';

test('at an error rate of .15 the alarm rolls back within a minute of the datapoint that rings it, and within four of the first error (S1-32)', async () => {
  const scenario = await Scenario.inProbation();
  try {
    failShares(scenario, { [CHAMPION]: 0.15 });

    const { seconds, restoredAt, calls } = await restoration(scenario, { badVersion: CHAMPION, perMinute: 60 });

    const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
    expect(rolledBack?.event).toMatchObject({ cause: 'alarm', actor: { kind: 'alarm', id: ALARM } });
    expect(rolledBack?.state.champion).toMatchObject({ modelVersion: '1.0.0' });
    const { value, end } = ringingDatapoint(scenario, ALARM);
    expect(value).toBeCloseTo(15, 5);
    expect(restoredAt).toBeGreaterThanOrEqual(end);
    expect(restoredAt - end).toBeLessThanOrEqual(60_000);
    expect(seconds).toBeLessThanOrEqual(4 * 60);
    expect(calls).toHaveLength(4);
    expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: 1.1.0 rolled back: alarm');
    await expectSound(scenario, [CHAMPION]);
  } finally {
    scenario.stop();
  }
});
