import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultPlan } from '../../lib/local/fault-plan.ts';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const ALWAYS = 100_000;

/** Every AWS call of a release, in the order of their first times. */
const points = [
  's3:GetObject',
  'dynamodb:Query',
  's3:ListObjectsV2',
  's3:PutObject',
  'dynamodb:GetItem',
  'kms:Sign',
  'dynamodb:PutItem',
  'kms:Verify',
  'lambda:GetAlias',
  'lambda:GetFunctionConfiguration',
  'lambda:UpdateFunctionConfiguration',
  'lambda:ListVersionsByFunction',
  'lambda:PublishVersion',
  'lambda:Invoke',
  'cloudwatch:DescribeAlarmContributors',
  'lambda:UpdateAlias',
  'cloudwatch:GetMetricData',
] as const;

test('throttling that passes delays a release and fails nothing', async () => {
  const faults = new FaultPlan(points.map((point) => ({ point, kind: 'throttle' as const, times: 2 })));
  const scenario = await Scenario.inChangedWorld({ faults });
  try {
    const since = scenario.runtime.now();
    const execution = await scenario.ended(scenario.retrain(), 12);

    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect((await scenario.state()).champion?.modelVersion).toBe('1.1.0');
    const calls = scenario.runtime.log.events().filter(({ type, time, detail }) => {
      const caller = String(detail.caller);
      return type === 'call' && time >= since && caller.includes('Pipeline') && !caller.includes('Reconcile');
    });
    expect(new Set(calls.map(({ source, detail }) => `${source}:${detail.operation}`))).toEqual(new Set(points));
    await expectSound(scenario);
  } finally {
    scenario.stop();
  }
});

// one deployment for all: after every failure it has to be as good as new
describe('throttling that does not pass', () => {
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await Scenario.inChangedWorld();
  });
  afterAll(() => scenario.stop());

  async function failsWhile(point: string, input: object): Promise<void> {
    scenario.faults.add({ point, kind: 'throttle', times: ALWAYS });

    const execution = await scenario.ended(scenario.retrain(input), point === 'cloudwatch:GetMetricData' ? 6 : 0);

    expect(execution.status).toBe('FAILED');
    expect(execution.error).toMatch(/Throttl|TooManyRequests|LimitExceeded|SlowDown|RolledBack/);
    scenario.faults.clear();
    await expectSound(scenario);
    expect(await scenario.alias()).toMatchObject({ functionVersion: '2', weights: {} });
    expect((await scenario.state()).lease).toBeNull();
  }

  test.each(['s3:ListObjectsV2', 'kms:Sign'])('of %s ends the training by name', (point) => failsWhile(point, {}));

  test('once it is over, the same data are trained on and registered', async () => {
    await scenario.ended(scenario.retrain({ autoDeploy: false }));
    expect((await scenario.entries()).at(-1)?.event).toMatchObject({ type: 'registered', modelVersion: '1.1.0' });
  });

  test.each(points.slice(points.indexOf('kms:Verify')))(
    'of %s ends the release by name, with the traffic where it was',
    (point) => failsWhile(point, { mode: 'version', modelVersion: '1.1.0' }),
  );
});
