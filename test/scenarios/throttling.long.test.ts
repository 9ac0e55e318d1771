import { describe, expect, test } from 'vitest';
import { FaultPlan } from '../../lib/local/fault-plan.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const ALWAYS = 100_000;

/** Every AWS call that a release makes, as its own log says. */
async function pointsOfARelease(): Promise<string[]> {
  const scenario = await Scenario.withChampion();
  try {
    const since = scenario.runtime.now();
    await scenario.outcomes(900, { kind: 'turned' });
    await scenario.ended(scenario.retrain(), 12);
    const calls = scenario.runtime.log
      .events()
      .filter(
        ({ type, time, detail }) => type === 'call' && time >= since && String(detail.caller).includes('Pipeline'),
      );
    return [...new Set(calls.map(({ source, detail }) => `${source}:${detail.operation}`))];
  } finally {
    scenario.stop();
  }
}

const points = await pointsOfARelease();

test('a release makes calls of five services', () => {
  expect(new Set(points.map((point) => point.split(':')[0])).size).toBeGreaterThanOrEqual(5);
});

test('throttling that passes delays a release and fails nothing', async () => {
  const faults = new FaultPlan(points.map((point) => ({ point, kind: 'throttle' as const, times: 2 })));
  const scenario = await Scenario.inChangedWorld({ faults });
  try {
    const execution = await scenario.ended(scenario.retrain(), 12);

    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect((await scenario.state()).champion?.modelVersion).toBe('1.1.0');
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});

// the stores also serve and take outcomes, and only the reconciler asks for executions
const elsewhere = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  's3:GetObject',
  's3:PutObject',
  'states:DescribeExecution',
];
const ofTheRelease = points.filter((point) => !elsewhere.includes(point));

describe('throttling that does not pass', () => {
  test.each(ofTheRelease)('of %s ends the release by name, with the traffic where it was', async (point) => {
    const scenario = await Scenario.inChangedWorld();
    try {
      scenario.faults.add({ point, kind: 'throttle', times: ALWAYS });

      const execution = await scenario.ended(scenario.retrain(), 6);

      expect(execution.status).toBe('FAILED');
      expect(execution.error).toMatch(
        /Throttl|TooManyRequests|LimitExceeded|SlowDown|RolledBack|ProvisionedThroughput/,
      );
      scenario.faults.clear();
      await expectSound(scenario);
      expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
      expect((await scenario.state()).lease).toBeNull();
    } finally {
      scenario.stop();
    }
  });
});
