import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

test('outcomes of one class alone are a recorded skip, and nothing is trained', async () => {
  const scenario = await Scenario.start();
  try {
    await scenario.outcomes(120, { kind: 'yes' });

    const { status } = await scenario.ended(scenario.retrain());

    expect(status).toBe('SUCCEEDED');
    expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'skipped', code: 'SingleClass' });
    expect(await scenario.entryTypes()).toEqual(['bootstrapped', 'skipped']);
    expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: skipped: SingleClass');
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});
