import { describe, expect, test } from 'vitest';
import { rollBackOutputSchema } from '../../lib/domain/steps/roll-back.ts';
import type { InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inPeace,
  inProbation,
  ownRollback,
  publishing,
  sequenceOf,
} from '../in-memory/release-flow.ts';

const FOUR_CALLS = ['alias.read', 'ledger.readHead', 'ledger.append', 'alias.move'];

describe('an execution that ends its own release', () => {
  test('in canary gives all traffic back to the champion, in four calls', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);

    const answer = await release.steps.rollBack(ownRollback(ongoing));

    const { event, state } = await release.head();
    expect(rollBackOutputSchema.parse(answer)).toEqual({
      decision: 'rolled-back',
      reason: 'the canary fails',
      success: true,
      restored_from: '0.0.0',
      timestamp: event.at,
    });
    expect(release.calls).toEqual(FOUR_CALLS);
    expect(release.traffic()).toBe('1');
    expect(event).toMatchObject({ type: 'rolled-back', cause: 'canary-verdict', execution: ongoing.execution.arn });
    expect(state).toMatchObject({ lease: null, challenger: null });
  });

  test('as an alarm accuses the challenger, says so in the ledger', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);

    await release.steps.rollBack(ownRollback(ongoing, 'alarm'));

    expect((await release.head()).event).toMatchObject({
      type: 'rolled-back',
      cause: 'alarm',
      actor: { kind: 'execution' },
      execution: ongoing.execution.arn,
    });
  });

  test('in probation takes its promotion back, in four calls', async () => {
    const release = await bootstrapped();
    const ongoing = await inProbation(release);

    expect(await release.steps.rollBack(ownRollback(ongoing, 'failure'))).toMatchObject({
      decision: 'rolled-back',
      restored_from: '0.0.0',
    });
    expect(release.calls).toEqual(FOUR_CALLS);
    expect(release.traffic()).toBe('1');
  });

  test('without traffic frees the lease, so that the next one can have it', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);

    expect(await release.steps.rollBack(ownRollback(ongoing, 'failure'))).toMatchObject({
      decision: 'released',
      success: true,
      restored_from: '0.0.0',
    });

    expect((await release.head()).event).toMatchObject({ type: 'failed', error: 'ReleaseFailed' });
    await expect(publishing(release, { name: 'tuesday', modelVersion: '1.1.0' })).resolves.toBeDefined();
  });

  test('twice does it once', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    await release.steps.rollBack(ownRollback(ongoing));
    const before = await sequenceOf(release);

    expect(await release.steps.rollBack(ownRollback(ongoing))).toMatchObject({ decision: 'already', success: true });
    expect(await sequenceOf(release)).toBe(before);
  });

  test.each(['ledger.append', 'alias.move'])('finishes what stopped at %s', async (call) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.afterCall(call, () => Promise.reject(new Error('connection reset')));
    await expect(release.steps.rollBack(ownRollback(ongoing))).rejects.toThrow('connection reset');

    expect(await release.steps.rollBack(ownRollback(ongoing))).toMatchObject({ decision: 'already' });

    expect(release.traffic()).toBe('1');
  });
});

describe('the late failure of an execution', () => {
  const expectUntouched = async (release: InMemoryRelease, ongoing: Parameters<typeof ownRollback>[0]) => {
    const [before, traffic] = [await sequenceOf(release), release.traffic()];
    expect(await release.steps.rollBack(ownRollback(ongoing, 'failure'))).toMatchObject({ decision: 'already' });
    expect([await sequenceOf(release), release.traffic()]).toEqual([before, traffic]);
  };

  test('leaves the canary of another alone', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    await release.rivals.rollBack(ownRollback(former));
    await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });

    await expectUntouched(release, former);
  });

  test('leaves the lease of another alone', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    await release.rivals.rollBack(ownRollback(former));
    await publishing(release, { name: 'tuesday', modelVersion: '1.1.0' });

    await expectUntouched(release, former);
  });

  test('leaves the same function version alone that another has promoted', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    await release.rivals.rollBack(ownRollback(former));
    const later = await inProbation(release, { name: 'tuesday' });

    expect(later.functionVersion).toBe(former.functionVersion);
    await expectUntouched(release, former);
  });

  test('leaves its champion alone when the probation is over', async () => {
    const release = await bootstrapped();

    await expectUntouched(release, await inPeace(release));
  });
});
