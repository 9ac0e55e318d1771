import { describe, expect, test } from 'vitest';
import { RoleDiffers } from '../../lib/domain/ledger/ledger-errors.ts';
import { pinVariables } from '../../lib/domain/release-key.ts';
import { FUNCTION, type InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  codeOrder,
  inCanary,
  inPeace,
  ownRollback,
  proving,
  publication,
  publishing,
  publishModel,
  stop,
} from '../in-memory/release-flow.ts';

const NEW_CODE = { codeSha256: 'bmV3IGNvZGU=' };
const NEWER_CODE = { codeSha256: 'bmV3ZXIgY29kZQ==' };
const OTHER_ROLE = { roleArn: 'arn:aws:iam::123456789012:role/other' };
const HOUR = 3600;

async function publishCode(release: InMemoryRelease, name = 'code-2') {
  const order = await codeOrder(release);
  return release.steps.publish(publication(release.execution(name), order, { mode: 'code' }));
}

const published = ({ functions }: InMemoryRelease) => functions.listNumbers(FUNCTION);
const environment = async ({ functions }: InMemoryRelease) => (await functions.readConfiguration(FUNCTION)).environment;

/** Everything that a template says is there again, and nothing that the publisher wrote. */
async function revertDrift(release: InMemoryRelease): Promise<void> {
  const pinned: readonly string[] = pinVariables;
  const kept = Object.entries(await environment(release)).filter(([name]) => !pinned.includes(name));
  release.lambda.deploy(FUNCTION, { environment: Object.fromEntries(kept) });
}

describe('a second release of the same code', () => {
  test.each(['publishing', 'inCanary'] as const)('that finds the first one %s ends without a word', async (stage) => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const { execution } = await { publishing, inCanary }[stage](release, { name: 'code-1', mode: 'code' });

    const answer = await publishCode(release);

    const reason = `${execution.arn} is releasing the deployed code already`;
    expect(answer).toEqual({ decision: 'skip', code: 'CodeUnderRelease', reason });
  });

  test('waits while the first one has not said what it releases', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    release.beforeCall('functions.publish', () => Promise.reject(new Error('the Lambda timed out')));
    await expect(publishCode(release, 'code-1')).rejects.toThrow('timed out');

    expect(await publishCode(release)).toMatchObject({ decision: 'wait', seconds: 300 });
  });

  test('finds nothing to do once the first one is through', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    await inPeace(release, { name: 'code-1', mode: 'code' });

    expect(await publishCode(release)).toMatchObject({ decision: 'skip', code: 'NoChange' });
  });
});

test('newer code waits for the release of older code, which every look at it ends', async () => {
  const release = await bootstrapped();
  release.lambda.deploy(FUNCTION, NEW_CODE);
  await inCanary(release, { name: 'code-1', mode: 'code' });
  release.lambda.deploy(FUNCTION, NEWER_CODE);

  expect(await publishCode(release)).toMatchObject({ decision: 'wait', seconds: 300 });
});

test('code waits for the release of a model, whose version may run the deployed code', async () => {
  const release = await bootstrapped();
  await inCanary(release);

  expect(await publishCode(release)).toMatchObject({ decision: 'wait', seconds: 300 });
});

describe('another execution role', () => {
  test.each(['model', 'code'] as const)(
    'refuses a release of a %s before anything is written or published',
    async (mode) => {
      const release = await bootstrapped();
      release.lambda.deploy(FUNCTION, OTHER_ROLE);

      const refused = mode === 'model' ? publishModel(release) : publishCode(release);

      await expect(refused).rejects.toThrow(RoleDiffers);
      await expect(refused).rejects.toThrow(
        'deploy with arn:aws:iam::123456789012:role/predict, not arn:aws:iam::123456789012:role/other',
      );
      expect([(await release.head()).state.lease, await published(release)]).toEqual([null, ['1']]);
      expect(release.traffic()).toBe('1');
    },
  );

  test('that comes after the lease refuses what was published under it', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    release.afterCall('ledger.append', () => release.lambda.deploy(FUNCTION, OTHER_ROLE));

    await expect(publishCode(release)).rejects.toThrow(RoleDiffers);

    expect((await release.head()).state.challenger).toBeNull();
  });

  test('that goes away again holds nobody up', async () => {
    const release = await bootstrapped();
    const { roleArn } = await release.functions.readConfiguration(FUNCTION);
    release.lambda.deploy(FUNCTION, OTHER_ROLE);
    await expect(publishModel(release)).rejects.toThrow(RoleDiffers);
    release.lambda.deploy(FUNCTION, { roleArn });

    expect((await publishModel(release, 'tuesday')).answer).toMatchObject({ decision: 'published' });
  });
});

describe('an update of $LATEST that Lambda could not do', () => {
  const fail = ({ lambda }: InMemoryRelease) => {
    const { latest } = lambda.find(FUNCTION);
    latest.configuration = { ...latest.configuration, lastUpdateStatus: 'Failed' };
    latest.readyAt = null;
  };

  test('is done again by the next release', async () => {
    const release = await bootstrapped();
    fail(release);

    expect((await publishModel(release)).answer).toMatchObject({ decision: 'published', functionVersion: '2' });
  });

  test('that pinned this very model is done again, though the environment carries it', async () => {
    const release = await bootstrapped();
    const { execution, functionVersion } = await publishing(release);
    await release.rivals.rollBack(ownRollback({ execution, functionVersion }, 'failure'));
    fail(release);

    const { answer } = await publishModel(release, 'tuesday');

    expect(answer).toMatchObject({ decision: 'published', functionVersion });
    expect(release.calls).toContain('functions.updateEnvironment');
    expect((await release.functions.readConfiguration(FUNCTION)).lastUpdateStatus).toBe('Successful');
  });

  test('ends a release whose own update fails, and publishes nothing', async () => {
    const release = await bootstrapped();
    release.afterCall('functions.updateEnvironment', async () => fail(release));

    await expect(publishModel(release)).rejects.toThrow('its last update failed: deploy it again');

    expect(await published(release)).toEqual(['1']);
  });
});

describe('a release of code that fails before its first shift', () => {
  const failed = async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const ongoing = await proving(release, { name: 'code-1', mode: 'code' });
    await release.rivals.rollBack(ownRollback(ongoing, 'failure'));
    stop(release, ongoing.execution.arn, 'FAILED');
    return { release, ongoing };
  };
  const started = ({ executions }: InMemoryRelease) =>
    [...executions.started].filter(([, { input }]) => input.includes('"mode":"code"'));

  test('frees the lease, moves nothing, and does not reject the code', async () => {
    const { release } = await failed();

    const { lease, challenger, rejectedCode } = (await release.head()).state;

    expect([lease, challenger, rejectedCode, release.traffic()]).toEqual([null, null, null, '1']);
  });

  test('is begun again by the reconciler after an hour, and finds the version that is there', async () => {
    const { release, ongoing } = await failed();
    await release.steps.reconcile();
    expect(started(release)).toHaveLength(0);
    release.clock.advance(HOUR + 60);

    await release.steps.reconcile();

    expect(started(release)).toHaveLength(1);
    expect(await publishCode(release)).toMatchObject({
      decision: 'published',
      functionVersion: ongoing.functionVersion,
    });
  });
});

describe('a repair of drift', () => {
  test('after a promotion resets the pin of $LATEST: nothing moves, and the next model is pinned anew', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    await revertDrift(release);
    expect(release.traffic()).toBe('2');
    expect(await publishCode(release)).toMatchObject({ decision: 'skip', code: 'NoChange' });

    const { answer } = await publishModel(release, 'tuesday', '1.1.0');

    expect(answer).toMatchObject({ decision: 'published', functionVersion: '3' });
    expect(await environment(release)).toMatchObject({ MODEL_VERSION: '1.1.0' });
  });

  test('during the canary of code does not overtake it', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const ongoing = await inCanary(release, { name: 'code-1', mode: 'code' });
    await revertDrift(release);

    const verdict = await release.steps.judge(ongoing);

    expect(verdict).not.toMatchObject({ cause: 'superseded' });
    expect(release.traffic()).toBe('1 with 0.1 for 2');
  });
});
