import { describe, expect, test } from 'vitest';
import type { Json } from '../../../lib/local/states/json.ts';
import { lambdaIntegrations } from '../../../lib/local/states/lambda-integrations.ts';
import { ourMachines, run } from './our-machines.ts';
import { answers, promotion } from './retrain-script.ts';
import { MACHINE, ROLE, statesSetUp } from './states-set-up.ts';

const { retrain } = ourMachines();
const DAY = 86_400_000;
const LAMBDA_POINT = 'states:arn:aws:states:::lambda:invoke';
const PLAN_POLLS = 1440;

/** A canary of one step, looked at every minute, whose tasks are throttled now and then. */
async function canary(seed: string, badAfterPolls: number | null) {
  let polls = 0;
  const judge = (): Json => {
    polls += 1;
    if (polls === badAfterPolls) return answers.rollBack;
    return polls < PLAN_POLLS ? answers.continue : answers.promote;
  };
  const faults = [50, 400, 1000].map((from) => ({ point: LAMBDA_POINT, kind: 'throttle' as const, from, times: 2 }));
  const shifted = { ...answers.shifted, pollSeconds: 60 };
  const execution = await run(retrain, { ...promotion, shift: [shifted], judge: [judge] }, { seed, faults });
  return { ...execution, digest: execution.setUp.log.digest() };
}

describe('a canary of 24 hours', () => {
  test('that is good ends in a promotion a day later, the same for one seed and not for another', async () => {
    const first = await canary('one', null);
    const again = await canary('one', null);
    const other = await canary('two', null);

    expect(first).toMatchObject({ status: 'SUCCEEDED', output: { status: 'promoted' } });
    expect(first.setUp.elapsed()).toBeGreaterThanOrEqual(DAY);
    expect(first.setUp.elapsed()).toBeLessThan(DAY + 60_000);
    expect(again.digest).toBe(first.digest);
    expect(other.digest).not.toBe(first.digest);
    expect(again.setUp.log.text()).toBe(first.setUp.log.text());
  });

  test('that is bad after five polls gives the traffic back, the same for one seed and not for another', async () => {
    const bad = (seed: string) => canary(seed, 60);

    const first = await bad('one');

    expect(first).toMatchObject({ status: 'FAILED', error: 'RolledBack' });
    expect(first.calls.filter(({ step }) => step === 'judge')).toHaveLength(60);
    expect((await bad('one')).digest).toBe(first.digest);
    expect((await bad('two')).digest).not.toBe(first.digest);
    expect((await canary('one', null)).digest).not.toBe(first.digest);
  });
});

test('a year of nights runs through, each night by itself', async () => {
  const replies: Readonly<Record<string, Json>> = Object.fromEntries(
    Object.entries(promotion).map(([step, [reply]]) => [
      step,
      typeof reply === 'function' ? { validationScore: 1 } : (reply as Json),
    ]),
  );
  const setUp = statesSetUp(
    lambdaIntegrations(async ({ functionName }) => ({
      status: 200,
      executedVersion: '1',
      payload: JSON.stringify(functionName === 'register' ? answers.kept : replies[functionName]),
      functionError: null,
    })),
  );
  setUp.service.createStateMachine({ arn: MACHINE, name: 'retrain', definition: retrain, roleArn: ROLE });

  for (let night = 0; night < 365; night += 1) {
    setUp.service.startExecution({ stateMachineArn: MACHINE, name: `night-${night}` });
    await setUp.clock.runUntil(setUp.clock.now() + DAY);
  }

  expect(setUp.changes.filter(({ status }) => status === 'SUCCEEDED')).toHaveLength(365);
  // the service forgets what is older than 90 days
  expect(setUp.service.listExecutions(MACHINE)).toHaveLength(90);
});
