import { beforeEach, describe, expect, test } from 'vitest';
import { Trouble } from '../../../lib/cli/demo/trouble.ts';
import { FaultPlan } from '../../../lib/local/fault-plan.ts';

const FUNCTION = 'churn-predict';

let now: number;
let faults: FaultPlan;
let trouble: Trouble;
beforeEach(() => {
  now = 1000;
  faults = new FaultPlan();
  trouble = new Trouble({ faults, now: () => now }, FUNCTION);
});

const failures = (functionName: string, functionVersion: string) =>
  Array.from({ length: 10 }, (_, invocation) => faults.failure(functionName, functionVersion, invocation));

test('without trouble nothing fails, and nothing takes time', () => {
  expect(trouble).toMatchObject({ isActive: false, injured: null, feltAt: null });
  expect(new Set(failures(FUNCTION, '2'))).toEqual(new Set([null]));
  expect(faults.latency(FUNCTION, '2', 0)).toBe(0);
});

describe('a function version that fails', () => {
  test('fails three of any five requests, and answers the others', () => {
    trouble.fail('2');

    const all = failures(FUNCTION, '2');

    for (let start = 0; start <= 5; start += 1) {
      expect(all.slice(start, start + 5).filter((kind) => kind === 'throw')).toHaveLength(3);
      expect(all.slice(start, start + 5).filter((kind) => kind === null)).toHaveLength(2);
    }
  });

  test('is the only one', () => {
    trouble.fail('2');

    expect(new Set([...failures(FUNCTION, '1'), ...failures('churn-train', '2')])).toEqual(new Set([null]));
    expect(trouble.feltAt).toBeNull();
  });

  test('is felt from its first failure on, not from a request that it answered', () => {
    trouble.fail('2');
    expect(trouble).toMatchObject({ isActive: true, injured: '2', feltAt: null });

    faults.failure(FUNCTION, '2', 3);
    expect(trouble.feltAt).toBeNull();
    now = 2000;
    faults.failure(FUNCTION, '2', 5);
    now = 3000;
    faults.failure(FUNCTION, '2', 6);

    expect(trouble.feltAt).toBe(2000);
  });

  test('is not slow', () => {
    trouble.fail('2');

    expect(faults.latency(FUNCTION, '2', 0)).toBe(0);
  });
});

describe('a function version that is slow', () => {
  test('takes 0.9 seconds for every answer, and is the only one', () => {
    trouble.slowDown('2');

    expect([0, 1, 2, 3, 4].map((invocation) => faults.latency(FUNCTION, '2', invocation))).toEqual([
      900, 900, 900, 900, 900,
    ]);
    expect(faults.latency(FUNCTION, '1', 0)).toBe(0);
    expect(faults.latency('churn-train', '2', 0)).toBe(0);
  });

  test('is felt from its first answer on, and does not fail', () => {
    trouble.slowDown('2');
    faults.latency(FUNCTION, '1', 0);
    expect(trouble.feltAt).toBeNull();

    faults.latency(FUNCTION, '2', 0);
    now = 2000;
    faults.latency(FUNCTION, '2', 1);

    expect(trouble.feltAt).toBe(1000);
    expect(new Set(failures(FUNCTION, '2'))).toEqual(new Set([null]));
  });
});

test('when it ends everything is as it was', () => {
  trouble.fail('2');
  failures(FUNCTION, '2');
  trouble.end();

  expect(trouble).toMatchObject({ isActive: false, injured: null, feltAt: null });
  expect(new Set(failures(FUNCTION, '2'))).toEqual(new Set([null]));

  trouble.slowDown('2');
  trouble.end();
  expect(faults.latency(FUNCTION, '2', 0)).toBe(0);
});

test('the next trouble ends the one before it, which nobody feels any more', () => {
  trouble.fail('2');
  failures(FUNCTION, '2');
  trouble.slowDown('3');

  expect(trouble).toMatchObject({ injured: '3', feltAt: null });
  expect(new Set(failures(FUNCTION, '2'))).toEqual(new Set([null]));
  expect(faults.latency(FUNCTION, '2', 0)).toBe(0);
  expect(faults.latency(FUNCTION, '3', 0)).toBe(900);
});
