import { describe, expect, test } from 'vitest';
import { followExecution } from '../../lib/cli/follow-execution.ts';
import type { ExecutionStatus } from '../../lib/domain/ports/executions.ts';
import { bootstrapped, inCanary, moveByHand, ownRollback } from '../in-memory/release-flow.ts';
import { connectionTo } from './cli-set-up.ts';

const ARN = 'arn:aws:states:eu-west-1:123456789012:execution:ratchet-churn-retrain:monday';

/** An execution that has these statuses, one at each look. */
async function setUp(statuses: readonly ExecutionStatus[]) {
  const release = await bootstrapped();
  const sleeps: number[] = [];
  const left = [...statuses];
  const connection = {
    ...connectionTo(release),
    executions: { ...release.executions, readStatus: async () => left.shift() ?? 'RUNNING' },
    clock: { ...release.clock, sleep: async (seconds: number) => void sleeps.push(seconds) },
  };
  return {
    release,
    connection,
    sleeps,
    follow: (after = 1) => followExecution(connection, ARN, { after, seconds: 5, onEntry: () => {} }),
  };
}

test('it looks again until the execution has ended', async () => {
  const { follow, sleeps } = await setUp(['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED']);

  expect((await follow()).status).toBe('SUCCEEDED');
  expect(sleeps).toEqual([5, 5]);
});

test.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)('%s is an end', async (status) => {
  const { follow, sleeps } = await setUp([status]);

  expect((await follow()).status).toBe(status);
  expect(sleeps).toEqual([]);
});

describe('an execution that is not known', () => {
  test('may be too new for that', async () => {
    const { follow } = await setUp([...Array<ExecutionStatus>(10).fill('MISSING'), 'SUCCEEDED']);

    expect((await follow()).status).toBe('SUCCEEDED');
  });

  test('is missing after ten looks', async () => {
    const { follow, sleeps } = await setUp(Array<ExecutionStatus>(11).fill('MISSING'));

    expect((await follow()).status).toBe('MISSING');
    expect(sleeps).toHaveLength(10);
  });
});

test('every entry after the given one is told once, and those of the last moment too', async () => {
  const { release, connection } = await setUp([]);
  const told: number[] = [];
  const ongoing = await inCanary(release);
  let looks = 0;
  const readStatus = async (): Promise<ExecutionStatus> => {
    looks += 1;
    if (looks === 2) await release.rivals.rollBack(ownRollback(ongoing));
    return looks === 2 ? 'FAILED' : 'RUNNING';
  };

  const { entries } = await followExecution(
    { ...connection, executions: { ...connection.executions, readStatus } },
    ARN,
    {
      after: 2,
      seconds: 1,
      onEntry: ({ sequence }) => told.push(sequence),
    },
  );

  const last = (await release.head()).sequence;
  expect(told).toEqual(Array.from({ length: last - 2 }, (_, index) => index + 3));
  expect(entries.at(-1)?.event.type).toBe('rolled-back');
});

test('what changes no entry tells nothing', async () => {
  const { release, follow } = await setUp(['SUCCEEDED']);
  await moveByHand(release, '1');

  expect((await follow()).entries).toEqual([]);
});
