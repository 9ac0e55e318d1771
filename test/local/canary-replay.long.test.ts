import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { LocalRuntime } from '../../lib/local/local-runtime.ts';
import { synthesizeCanaryApp } from './canary-app/canary-app.ts';
import type { Replay } from './canary-app/replay.ts';

const assembly = fileURLToPath(new URL('../../dist/canary-app', import.meta.url));
const script = fileURLToPath(new URL('canary-app/print-replay.ts', import.meta.url));

/** Replays a day in a process of its own. */
function replay(seed: string, behaviour: 'good' | 'bad'): Replay {
  const printed = execFileSync(process.execPath, [script, assembly, seed, behaviour], { encoding: 'utf8' });
  return JSON.parse(printed) as Replay;
}

let goodDay: Replay;

beforeAll(() => {
  synthesizeCanaryApp(assembly);
  goodDay = replay('1', 'good');
});

describe('a day with a good canary', () => {
  test('ends with its promotion, without a failed request, in any two processes alike', () => {
    const one = goodDay;
    expect(replay('1', 'good')).toEqual(one);
    expect(one).toMatchObject({ status: 'SUCCEEDED', failed: 0, minutesToRestore: null });
    const requests = (one.served[1] ?? 0) + (one.served[2] ?? 0);
    expect(requests).toBe(5760);
    // a tenth of the requests, within five standard errors
    expect(Math.abs((one.served[2] ?? 0) - 576)).toBeLessThan(5 * Math.sqrt(5760 * 0.1 * 0.9));
  });

  test('goes another way under another seed', () => {
    const other = replay('2', 'good');
    expect(other.digest).not.toBe(goodDay.digest);
    expect(other.served).not.toEqual(goodDay.served);
    expect(other.status).toBe('SUCCEEDED');
  });
});

describe('a day with a bad canary', () => {
  test('ends with a rollback by the alarm that names its version, and only the canary failed requests', () => {
    const [one, other] = [replay('1', 'bad'), replay('1', 'bad')];
    expect(one).toEqual(other);
    expect(one.status).toBe('FAILED');
    expect(one.failed).toBe(one.served[2]);
    expect(one.failed).toBeGreaterThan(0);
    expect(one.minutesToRestore).toBeLessThanOrEqual(2);
  });
});

describe('a deployment during a canary', () => {
  test('leaves the weight alone', async () => {
    const changed = `${assembly}-changed`;
    synthesizeCanaryApp(changed, { predictMemory: 1024 });
    const runtime = await LocalRuntime.start({ assembly });
    try {
      runtime.startExecution('canary-release', { behaviour: 'good' });
      await runtime.advance(3_600_000);
      const resources = runtime.services.deployment.resources();
      const predict = resources.find(
        ({ type, logicalId }) => type.endsWith('Function') && logicalId.startsWith('Predict'),
      );
      const request = { FunctionName: predict?.physicalId, Name: 'live' };
      const alias = () => runtime.services.lambda.operations.GetAlias?.(request, { id: 'test' });
      const before = await alias();
      expect(before).toMatchObject({ RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } });
      await runtime.deploy(changed);
      expect(await alias()).toEqual(before);
      await runtime.advance(24 * 3_600_000);
      expect(runtime.executions('canary-release')[0]?.status).toBe('SUCCEEDED');
    } finally {
      runtime.stop();
    }
  });
});

test('the runtime tells which states and rules executions have gone through', async () => {
  const runtime = await LocalRuntime.start({ assembly });
  try {
    runtime.startExecution('canary-release', { behaviour: 'good' });
    await runtime.advance(25 * 3_600_000);
    const missed = runtime.coverage('canary-release').filter(({ taken }) => !taken);
    expect(missed.map(({ state }) => state)).toEqual(expect.arrayContaining(['Rolled back']));
    expect(missed.map(({ state }) => state)).not.toContain('Promote challenger');
  } finally {
    runtime.stop();
  }
});
