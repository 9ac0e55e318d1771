import { describe, expect, test } from 'vitest';
import { AliasMissing } from '../../lib/domain/protocol/protocol-errors.ts';
import { FUNCTION, type InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  codeOrder,
  eventsOf,
  inCanary,
  moveByHand,
  ownRollback,
  publication,
  publishing,
  publishModel,
  registered,
  stop,
} from '../in-memory/release-flow.ts';

const NEW_CODE = { codeSha256: 'bmV3IGNvZGU=' };
const HOUR = 3600;

const leaseOf = async ({ head }: InMemoryRelease) => (await head()).state.lease;

describe('while another execution has the lease', () => {
  test('a model is not released, and the skip says who has it', async () => {
    const release = await bootstrapped();
    const { execution } = await publishing(release);

    const { answer } = await publishModel(release, 'tuesday', '1.1.0');

    expect(answer).toEqual({
      decision: 'skip',
      code: 'LeaseHeld',
      reason: `${execution.arn} has the lease for 1.0.0`,
    });
  });

  test.each([
    ['waits', 24 * HOUR - 1, { decision: 'wait', seconds: 300 }],
    ['gives up after a day', 24 * HOUR, { decision: 'skip', code: 'LeaseHeld' }],
  ])('changed code %s', async (_, seconds, expected) => {
    const release = await bootstrapped();
    await publishing(release);
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const input = publication(release.execution('code-1'), await codeOrder(release), { mode: 'code' });
    release.clock.advance(seconds);

    expect(await release.steps.publish(input)).toMatchObject(expected);
  });

  test('one that was stopped without traffic is ended, and the lease taken', async () => {
    const release = await bootstrapped();
    const former = await publishing(release);
    stop(release, former.execution.arn, 'ABORTED');

    const { answer, input } = await publishModel(release, 'tuesday', '1.1.0');

    expect(answer.decision).toBe('published');
    expect((await leaseOf(release))?.execution).toBe(input.execution.arn);
    expect(await eventsOf(release, 'failed')).toEqual([
      expect.objectContaining({ error: 'Abandoned', execution: former.execution.arn }),
    ]);
  });

  test('one that waits to be started again still has it', async () => {
    const release = await bootstrapped();
    const { execution } = await publishing(release);
    stop(release, execution.arn, 'PENDING_REDRIVE');

    expect((await publishModel(release, 'tuesday', '1.1.0')).answer).toMatchObject({ code: 'LeaseHeld' });
  });

  test('one that was stopped with traffic is left to the reconciler, because publishing moves no traffic', async () => {
    const release = await bootstrapped();
    const { execution } = await inCanary(release);
    stop(release, execution.arn, 'FAILED');

    expect((await publishModel(release, 'tuesday', '1.1.0')).answer).toMatchObject({ code: 'LeaseHeld' });
    expect(release.traffic()).toBe('1 with 0.1 for 2');
  });

  test('one that takes it between the look and the append is met like any other', async () => {
    const release = await bootstrapped();
    const order = await registered(release, '1.1.0');
    release.beforeCall('ledger.append', () => publishing(release));

    const answer = await release.steps.publish(publication(release.execution('tuesday'), order));

    expect(answer).toMatchObject({ decision: 'skip', code: 'LeaseHeld' });
  });
});

describe('an alias that is not where the ledger says', () => {
  const unsettled = async () => {
    const release = await bootstrapped();
    const { execution } = await inCanary(release);
    release.beforeCall('alias.move', () => Promise.reject(new Error('the Lambda timed out')));
    await release.steps.rollBack(ownRollback({ execution, functionVersion: '2' })).catch(() => undefined);
    const order = await registered(release, '1.1.0');
    return { release, input: publication(release.execution('tuesday'), order) };
  };

  test('is waited for, whatever is to be released', async () => {
    const { release, input } = await unsettled();

    expect(await release.steps.publish(input)).toEqual({
      decision: 'wait',
      seconds: 60,
      reason: 'the alias is not where the ledger says: the reconciler puts it there',
    });
    expect(await leaseOf(release)).toBeNull();
  });

  test.each([
    ['not yet after a day less a second', 24 * HOUR - 1, { decision: 'wait' }],
    ['after a day', 24 * HOUR, { decision: 'skip', code: 'AliasUnsettled' }],
  ])('is given up %s', async (_, seconds, expected) => {
    const { release, input } = await unsettled();
    release.clock.advance(seconds);

    expect(await release.steps.publish(input)).toMatchObject(expected);
  });

  test('holds nobody up once the reconciler has been there', async () => {
    const { release, input } = await unsettled();
    await release.rivals.reconcile();

    expect(await release.steps.publish(input)).toMatchObject({ decision: 'published' });
  });

  test('holds up nobody who has begun', async () => {
    const release = await bootstrapped();
    const { input } = await publishModel(release);
    await moveByHand(release, '2');

    expect(await release.steps.publish(input)).toMatchObject({ decision: 'published' });
  });

  test('is named when there is none at all', async () => {
    const release = await bootstrapped();
    await release.alias.delete(FUNCTION);

    await expect(publishModel(release)).rejects.toThrow(AliasMissing);
  });
});
