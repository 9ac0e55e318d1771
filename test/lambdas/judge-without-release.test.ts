import { describe, expect, test } from 'vitest';
import type { InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inPeace,
  inProbation,
  type OngoingRelease,
  ownRollback,
  requestedRollback,
} from '../in-memory/release-flow.ts';

describe('a release that is gone', () => {
  const standsDown = async (prepare: (release: InMemoryRelease, ongoing: OngoingRelease) => Promise<unknown>) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    await prepare(release, ongoing);
    return release.steps.judge(ongoing);
  };

  test('because it was rolled back ends with who did it and why', async () => {
    const answer = await standsDown((release) =>
      release.rivals.rollBack(requestedRollback(release, { actor: 'ann', reason: 'it looks wrong' })),
    );

    expect(answer).toEqual({
      decision: 'stand-down',
      code: 'RolledBack',
      reason: 'rolled back by cli ann: it looks wrong',
    });
  });

  test('because it was rolled back is found behind the release that came next', async () => {
    const answer = await standsDown(async (release, ongoing) => {
      await release.rivals.rollBack(ownRollback(ongoing));
      await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });
    });

    expect(answer).toMatchObject({ code: 'RolledBack' });
  });

  test('because its function was replaced stands down', async () => {
    const answer = await standsDown(async (release) => {
      release.lambda.deploy('churn-predict-again', {}, release.predict);
      await release.rivals.liveAlias({
        RequestType: 'Create',
        RequestId: 'r',
        StackId: 'arn:stack',
        LogicalResourceId: 'LiveAlias',
        ResourceProperties: { FunctionName: 'churn-predict-again', AliasName: 'live' },
      });
    });

    expect(answer).toMatchObject({ code: 'StoodDown', reason: expect.stringMatching(/^entry 'adopted' ended/) });
  });

  test('because it won stands down', async () => {
    const release = await bootstrapped();
    const ongoing = await inProbation(release);

    expect(await release.steps.judge(ongoing)).toMatchObject({ code: 'StoodDown' });
  });

  test('and never was its own stands down', async () => {
    const release = await bootstrapped();
    const { functionVersion } = await inCanary(release);

    expect(await release.steps.judge({ execution: release.execution('stranger'), functionVersion })).toMatchObject({
      code: 'StoodDown',
      reason: 'this execution has no release',
    });
  });

  test('is not judged by its numbers any more', async () => {
    const release = await bootstrapped();
    const former = await inPeace(release);
    release.serve('2', { invocations: 100, errors: 100 });

    await release.steps.judge(former);

    expect(release.calls).not.toContain('metrics.readMinutes');
  });
});
