import { describe, expect, test } from 'vitest';
import { FUNCTION, inMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  eventsOf,
  inCanary,
  inPeace,
  inProbation,
  moveByHand,
  ownRollback,
  publishing,
  reconcile,
  requestedRollback,
  sequenceOf,
  stop,
} from '../in-memory/release-flow.ts';

const failing = (message: string) => () => Promise.reject(new Error(message));

describe('where everything agrees', () => {
  test('nothing is done and nothing recorded', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    const before = await sequenceOf(release);

    expect(await reconcile(release)).toEqual({ moved: false, actions: [] });

    expect(await sequenceOf(release)).toBe(before);
    expect(release.calls).not.toContain('alias.move');
    expect(release.recorder.lines).toContain('AliasMismatches 0');
  });

  test('a model that was never born is none of its business', async () => {
    const release = inMemoryRelease();

    expect(await reconcile(release)).toEqual({ moved: false, actions: ['there is no champion yet'] });
    expect(release.recorder.lines).toEqual([]);
  });
});

describe('an alias that is elsewhere', () => {
  test('by hand is put back, recorded and counted', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    await moveByHand(release, '1');

    const reason = 'the alias pointed to function version 1 instead of function version 2';
    expect(await reconcile(release)).toEqual({ moved: true, actions: [reason] });

    expect(release.traffic()).toBe('2');
    expect((await eventsOf(release, 'reconciled')).at(-1)).toMatchObject({
      reason,
      found: 'function version 1',
      actor: { kind: 'reconciler', id: 'reconciler' },
    });
    expect(release.recorder.lines).toContain('AliasMismatches 1');
  });

  test('in the middle of a canary is put back with its split', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    release.clock.advance(61);
    await moveByHand(release, '2');

    const { actions } = await reconcile(release);

    expect(release.traffic()).toBe('1 with 0.1 for 2');
    expect(actions).toEqual(['the alias pointed to function version 2 instead of function version 1 with 0.1 for 2']);
  });

  test('because a rollback stopped before the alias is put where the ledger says (S1-28)', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.beforeCall('alias.move', failing('the Lambda timed out'));
    await release.steps.rollBack(ownRollback(ongoing)).catch(() => undefined);
    release.clock.advance(61);

    expect(await reconcile(release)).toMatchObject({ moved: true });
    expect(release.traffic()).toBe('1');
    expect(await reconcile(release)).toEqual({ moved: false, actions: [] });
  });

  test('because its mover is about to write it is written without a word: to be faster is no repair', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.beforeCall('alias.move', failing('the Lambda timed out'));
    await release.steps.rollBack(ownRollback(ongoing)).catch(() => undefined);

    expect(await reconcile(release)).toEqual({ moved: false, actions: [] });
    expect(release.traffic()).toBe('1');
    expect(await eventsOf(release, 'reconciled')).toEqual([]);
  });

  test('by a description alone is written again without a word', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    const found = await release.alias.read(FUNCTION);
    await release.alias.move(FUNCTION, { functionVersion: '2', canary: null }, 'mine', found?.revisionId ?? '');

    expect(await reconcile(release)).toMatchObject({ moved: false });
    expect(await eventsOf(release, 'reconciled')).toEqual([]);
    expect((await release.alias.read(FUNCTION))?.description).toMatch(/^seq=\d+ moved=/);
  });
});

describe('an execution that ended and left its release behind', () => {
  test('has its canary rolled back', async () => {
    const release = await bootstrapped();
    const { execution } = await inCanary(release);
    stop(release, execution.arn, 'ABORTED');

    const { actions } = await reconcile(release);

    expect(actions).toEqual(['the execution of 1.0.0 is ABORTED and left its release behind']);
    expect(release.traffic()).toBe('1');
    expect((await eventsOf(release, 'rolled-back')).at(-1)).toMatchObject({
      cause: 'abandoned',
      execution: execution.arn,
    });
    expect((await release.head()).state.lease).toBeNull();
  });

  test('without traffic has its lease freed', async () => {
    const release = await bootstrapped();
    const { execution } = await publishing(release);
    stop(release, execution.arn, 'FAILED');

    await reconcile(release);

    expect(await eventsOf(release, 'failed')).toEqual([expect.objectContaining({ error: 'Abandoned' })]);
    expect((await release.head()).state.lease).toBeNull();
  });

  test.each(['RUNNING', 'PENDING_REDRIVE'] as const)('is none while it is %s', async (status) => {
    const release = await bootstrapped();
    const { execution } = await inCanary(release);
    if (status === 'PENDING_REDRIVE') stop(release, execution.arn, status);

    expect(await reconcile(release)).toEqual({ moved: false, actions: [] });
    expect(release.traffic()).toBe('1 with 0.1 for 2');
  });

  test('and is unknown to Step Functions has ended as well', async () => {
    const release = await bootstrapped();
    const { execution } = await inCanary(release);
    release.executions.started.delete(execution.arn);

    await reconcile(release);

    expect(release.traffic()).toBe('1');
  });

  test('is fenced off, whatever it still does', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    stop(release, ongoing.execution.arn, 'ABORTED');
    // its last step was on its way when it was stopped
    release.beforeCall('alias.move', () => release.rivals.reconcile());

    const answer = await release.steps.shift({ ...ongoing, fromWeight: 0.1 });

    expect(answer).toMatchObject({ decision: 'stand-down', code: 'RolledBack' });
    expect(release.traffic()).toBe('1');
  });

  test('is not blamed for what its successor does', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    stop(release, former.execution.arn, 'ABORTED');
    release.afterCall('executions.readStatus', async () => {
      await release.rivals.rollBack(ownRollback(former));
      await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });
    });

    await reconcile(release);

    expect(release.traffic()).toBe('1 with 0.1 for 3');
  });
});

describe('a task that fails', () => {
  test.each([
    ['executions.readStatus', 'DescribeExecution'],
    ['definition.definition', 'GetObject'],
    ['metrics.readMinutes', 'GetMetricData'],
    ['functions.readConfiguration', 'GetFunctionConfiguration'],
    ['records.read', 'Query'],
  ])('at %s does not keep the others from their work, and is thrown in the end', async (call, message) => {
    const release = await bootstrapped();
    await inProbation(release);
    release.clock.advance(400);
    if (call === 'executions.readStatus') await release.rivals.rollBack(requestedRollback(release));
    if (call === 'executions.readStatus') await publishing(release, { name: 'tuesday', modelVersion: '1.1.0' });
    const traffic = release.traffic();
    release.clock.advance(61);
    await moveByHand(release, traffic === '1' ? '2' : '1');
    release.beforeCall(call, failing(message));

    await expect(reconcile(release)).rejects.toThrow(message);

    expect(release.traffic()).toBe(traffic);
    expect(release.recorder.lines).toContain('AliasMismatches 1');
    if (call !== 'records.read') expect(release.recorder.lines).toContain('ModelVersionEpoch 1767571200');
  });

  test('at the alias leaves probation to be judged, and every failure is named in what is thrown', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    release.clock.advance(400);
    release.beforeCall('alias.read', failing('GetAlias'));
    release.beforeCall('records.read', failing('Query'));
    release.serve('2', { invocations: 1 });

    await expect(reconcile(release)).rejects.toThrow(/GetAlias.*; .*Query/);
    expect(release.calls).toContain('metrics.readMinutes');
  });
});
