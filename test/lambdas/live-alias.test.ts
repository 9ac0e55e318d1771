import { describe, expect, test } from 'vitest';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { SmokeTestFailed } from '../../lib/domain/protocol/protocol-errors.ts';
import { customResourceAnswerSchema } from '../../lib/domain/steps/custom-resources.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import { FUNCTION, type InMemoryRelease, inMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inPeace,
  inProbation,
  liveAliasRequest,
  requestedRollback,
  STACK,
} from '../in-memory/release-flow.ts';

const AGAIN = 'churn-predict-again';
const entries = async ({ ledger }: InMemoryRelease) =>
  (await ledger.readFrom(MODEL, 1, 500)).map(({ text }) => JSON.parse(text).event.type as string);

/** The calls that a request makes in a world where nothing fails. */
async function callsOf(prepare: () => Promise<InMemoryRelease>, request = liveAliasRequest()): Promise<string[]> {
  const release = await prepare();
  await release.steps.liveAlias(request);
  return release.calls;
}

/** Everything that people would see: where the traffic is, what was published and what was decided. */
async function outcome(release: InMemoryRelease, functionName: string) {
  const { state } = await release.head();
  return {
    traffic: release.traffic(functionName),
    versions: (await release.functions.listVersions(functionName)).map(({ functionVersion }) => functionVersion),
    entries: await entries(release),
    champion: [state.champion?.modelVersion, state.champion?.functionArn, state.champion?.functionVersion],
    objects: [...release.store.objects.keys()],
  };
}

describe('the first deployment', () => {
  test('gives birth to a model that knows nothing, and makes it serve', async () => {
    const release = inMemoryRelease();

    const answer = await release.steps.liveAlias(liveAliasRequest());

    expect(customResourceAnswerSchema.parse(answer)).toEqual({ PhysicalResourceId: `${FUNCTION}:live` });
    expect(release.traffic()).toBe('1');
    const { event, state } = await release.head();
    expect(event).toMatchObject({ type: 'bootstrapped', actor: { kind: 'deployment', id: STACK }, execution: null });
    expect(state.champion).toMatchObject({
      modelVersion: '0.0.0',
      functionVersion: '1',
      servability: { servable: true },
    });
  });

  test('registers the baseline with a model that can be read', async () => {
    const release = inMemoryRelease();

    await release.steps.liveAlias(liveAliasRequest());

    const record = await release.records.read(MODEL, '0.0.0');
    if (record === null) throw new Error('the baseline should be registered');
    expect(await readModelArtifact(release.store, record.model)).toMatchObject({ scorer: { kind: 'constant' } });
    expect((await release.head()).state.champion?.modelSha256).toBe(record.model.sha256);
  });

  test('moves no traffic before the model has answered', async () => {
    const release = inMemoryRelease();
    release.answers.set('1', { ok: false, error: 'no access to the bucket' });

    const creating = release.steps.liveAlias(liveAliasRequest());

    await expect(creating).rejects.toThrow(SmokeTestFailed);
    await expect(creating).rejects.toThrow('function version 1 should serve 0.0.0, got: no access to the bucket');
    expect(release.traffic()).toBe('nowhere');
    expect(await release.ledger.readHead(MODEL)).toBeNull();
  });

  test('repeated changes nothing', async () => {
    const release = await bootstrapped();
    const before = await outcome(release, FUNCTION);

    await release.steps.liveAlias(liveAliasRequest());

    expect(await outcome(release, FUNCTION)).toEqual(before);
    expect(release.calls).not.toContain('alias.move');
  });

  test('that stopped after any of its calls, or before, ends the same when it is tried again', async () => {
    const calls = await callsOf(async () => inMemoryRelease());
    const undisturbed = await outcome(await bootstrapped(), FUNCTION);
    for (const moment of ['beforeCall', 'afterCall'] as const) {
      for (const [index, call] of calls.entries()) {
        const release = inMemoryRelease();
        const nth = calls.slice(0, index).filter((earlier) => earlier === call).length;
        for (let skipped = 0; skipped < nth; skipped += 1) release[moment](call, () => undefined);
        release[moment](call, () => Promise.reject(new Error('the Lambda timed out')));

        await expect(release.steps.liveAlias(liveAliasRequest()), `${moment} ${call}`).rejects.toThrow('timed out');
        await release.rivals.liveAlias(liveAliasRequest());

        expect(await outcome(release, FUNCTION), `${moment} ${call}`).toEqual(undisturbed);
      }
    }
  });
});

describe('a stack that was created anew, or whose function was replaced', () => {
  const withAnother = async (reach: (release: InMemoryRelease) => Promise<unknown>) => {
    const release = await bootstrapped();
    await reach(release);
    release.lambda.deploy(AGAIN, {}, release.predict);
    return release;
  };

  test.each([
    ['a new stack', liveAliasRequest('Create', AGAIN)],
    ['a replaced function', liveAliasRequest('Update', AGAIN)],
  ])('as %s adopts the champion on the new function, under a new id', async (_, request) => {
    const release = await withAnother(inPeace);

    expect(await release.steps.liveAlias(request)).toEqual({ PhysicalResourceId: `${AGAIN}:live` });

    const { event, state } = await release.head();
    expect(event.type).toBe('adopted');
    expect(state.champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '1' });
    expect(state.champion?.functionArn).toMatch(/:churn-predict-again$/);
    expect(state.previousChampions).toEqual([]);
    expect(release.traffic(AGAIN)).toBe('1');
    expect(release.traffic(FUNCTION)).toBe('2');
  });

  test('in the middle of a canary ends it, and its execution stands down', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.lambda.deploy(AGAIN, {}, release.predict);

    await release.steps.liveAlias(liveAliasRequest('Update', AGAIN));

    expect(release.traffic(AGAIN)).toBe('1');
    expect((await release.head()).state).toMatchObject({
      lease: null,
      challenger: null,
      champion: { modelVersion: '0.0.0' },
    });
    expect(await release.steps.judge(ongoing)).toMatchObject({ decision: 'stand-down', code: 'StoodDown' });
  });

  test('adopts the champion of now, when a rollback changed it while the former one was published', async () => {
    const release = await withAnother(inProbation);
    release.afterCall('functions.publish', async () => {
      await release.rivals.rollBack(requestedRollback(release));
    });

    await release.steps.liveAlias(liveAliasRequest('Create', AGAIN));

    expect((await release.head()).state.champion).toMatchObject({ modelVersion: '0.0.0', functionVersion: '2' });
    expect(release.traffic(AGAIN)).toBe('2');
  });

  test('that stopped at any of its calls ends the same when it is tried again', async () => {
    const prepare = () => withAnother(inProbation);
    const request = liveAliasRequest('Create', AGAIN);
    const calls = await callsOf(prepare, request);
    const undisturbed = await prepare();
    await undisturbed.rivals.liveAlias(request);
    const expected = await outcome(undisturbed, AGAIN);
    for (const [index, call] of calls.entries()) {
      const release = await prepare();
      const nth = calls.slice(0, index).filter((earlier) => earlier === call).length;
      for (let skipped = 0; skipped < nth; skipped += 1) release.afterCall(call, () => undefined);
      release.afterCall(call, () => Promise.reject(new Error('the Lambda timed out')));

      await expect(release.steps.liveAlias(request), call).rejects.toThrow('timed out');
      await release.rivals.liveAlias(request);

      expect(await outcome(release, AGAIN), call).toEqual(expected);
    }
  });

  test('does not serve a champion that cannot answer there', async () => {
    const release = await withAnother(inPeace);
    release.answers.set('1', new Error('another architecture'));

    await expect(release.steps.liveAlias(liveAliasRequest('Create', AGAIN))).rejects.toThrow(SmokeTestFailed);
    expect(release.traffic(AGAIN)).toBe('nowhere');
    expect((await release.head()).event.type).toBe('promoted');
  });
});

describe('an update', () => {
  test('of the same function does nothing at all', async () => {
    const release = await bootstrapped();
    await inCanary(release);

    expect(await release.steps.liveAlias(liveAliasRequest('Update'))).toEqual({
      PhysicalResourceId: `${FUNCTION}:live`,
    });

    expect(release.calls).toEqual([]);
  });

  test('that CloudFormation takes back finds its way to the function before', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    release.lambda.deploy(AGAIN, {}, release.predict);
    // adopted, but the alias could not be created, so CloudFormation keeps the id from before
    release.beforeCall('alias.create', () => Promise.reject(new Error('AccessDenied')));
    await expect(release.steps.liveAlias(liveAliasRequest('Update', AGAIN))).rejects.toThrow('AccessDenied');

    const back = liveAliasRequest('Update', FUNCTION);
    const answer = await release.steps.liveAlias({
      ...back,
      OldResourceProperties: { FunctionName: AGAIN, AliasName: 'live' },
    } as typeof back);

    expect(answer).toEqual({ PhysicalResourceId: `${FUNCTION}:live` });
    expect((await release.head()).state.champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '2' });
    expect((await release.head()).state.champion?.functionArn).toMatch(/:churn-predict$/);
    expect(release.traffic()).toBe('2');
    expect(await release.rivals.reconcile()).toMatchObject({
      moved: false,
    });
  });

  test('that CloudFormation takes back before anything was adopted changes nothing', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    const before = await release.head();

    const back = liveAliasRequest('Update', FUNCTION);
    await release.steps.liveAlias({
      ...back,
      OldResourceProperties: { FunctionName: AGAIN, AliasName: 'live' },
    } as typeof back);

    expect(await release.head()).toEqual(before);
    expect(release.traffic()).toBe('1 with 0.1 for 2');
  });
});

describe('a deletion', () => {
  test('deletes the alias and keeps its id; a second one is fine', async () => {
    const release = await bootstrapped();
    const request = liveAliasRequest('Delete');

    expect(await release.steps.liveAlias(request)).toEqual({ PhysicalResourceId: `${FUNCTION}:live` });
    expect(await release.steps.liveAlias(request)).toEqual({ PhysicalResourceId: `${FUNCTION}:live` });

    expect(release.traffic()).toBe('nowhere');
    expect(release.calls).toEqual(['alias.delete', 'alias.delete']);
  });
});

test('an alias that was deleted by hand is created again where the ledger says', async () => {
  const release = await bootstrapped();
  await inCanary(release);
  await release.alias.delete(FUNCTION);

  await release.steps.liveAlias(liveAliasRequest());

  expect(release.traffic()).toBe('1 with 0.1 for 2');
});

test('two that create the alias at once leave it where the ledger says', async () => {
  const release = inMemoryRelease();
  release.beforeCall('alias.create', () => release.rivals.liveAlias(liveAliasRequest()));

  await release.steps.liveAlias(liveAliasRequest());

  expect(release.traffic()).toBe('1');
  expect(await entries(release)).toEqual(['bootstrapped']);
});

test('a champion that was adopted can be rolled back from only when it has a predecessor again', async () => {
  const release = await bootstrapped();
  await inPeace(release);
  release.lambda.deploy(AGAIN, {}, release.predict);
  await release.rivals.liveAlias(liveAliasRequest('Create', AGAIN));

  await expect(release.steps.rollBack(requestedRollback(release))).rejects.toThrow(/no earlier champion/);
});
