import { describe, expect, test } from 'vitest';
import { createPublish } from '../../lambdas/publish.ts';
import { signedRecord } from '../../lib/domain/artifacts/record-signature.ts';
import {
  CodeRejected,
  CodeReleasePending,
  NoChange,
  ReleaseMismatch,
  RoleDiffers,
} from '../../lib/domain/ledger/ledger-errors.ts';
import { RecordBroken } from '../../lib/domain/ports/adapter-errors.ts';
import { publishInputSchema, publishOutputSchema } from '../../lib/domain/steps/publish.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { FUNCTION, type InMemoryRelease, inMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  codeOrder,
  inCanary,
  inPeace,
  inProbation,
  ownRollback,
  publication,
  publishModel,
  recordOf,
  registered,
} from '../in-memory/release-flow.ts';

const NEW_CODE = { codeSha256: 'bmV3IGNvZGU=' };
const HOUR = 3600;

async function publishCode(release: InMemoryRelease, name = 'code-1') {
  const input = publication(release.execution(name), await codeOrder(release), { mode: 'code' });
  return { input, answer: await release.steps.publish(input) };
}

const leaseOf = async ({ head }: InMemoryRelease) => (await head()).state.lease;

describe('a candidate', () => {
  test('is published under a lease, as the challenger', async () => {
    const release = await bootstrapped();

    const { input, answer } = await publishModel(release);

    expect(publishOutputSchema.parse(answer)).toEqual({ decision: 'published', functionVersion: '2', plan: 'canary' });
    const { state } = await release.head();
    expect(state.challenger).toMatchObject({ modelVersion: '1.0.0', functionVersion: '2', servability: null });
    expect(state.lease).toMatchObject({ execution: input.execution.arn, mode: 'model', plan: 'canary' });
    expect(release.traffic()).toBe('1');
  });

  test('takes the lease before anything is published, for the first bake, the longest hold and an hour', async () => {
    const release = await bootstrapped();

    await publishModel(release);

    const { acquiredAt, until } = (await leaseOf(release)) ?? { acquiredAt: '', until: '' };
    expect(Date.parse(until) - Date.parse(acquiredAt)).toBe(3 * HOUR * 1000);
    expect(release.calls.indexOf('ledger.append')).toBeLessThan(release.calls.indexOf('functions.updateEnvironment'));
  });

  test('of a policy without a canary is released at once', async () => {
    const release = await bootstrapped({ canary: { enabled: false } });

    expect((await publishModel(release)).answer).toMatchObject({ decision: 'published', plan: 'immediate' });
  });

  test('is published once, however often the step is tried', async () => {
    const release = await bootstrapped();
    const { input, answer } = await publishModel(release);
    const { sequence } = await release.head();

    expect(await release.steps.publish(input)).toEqual(answer);

    expect((await release.head()).sequence).toBe(sequence);
    expect(await release.functions.listVersions(FUNCTION)).toHaveLength(2);
  });

  test.each(['ledger.append', 'functions.updateEnvironment', 'functions.publish', 'ledger.readHead'])(
    'whose step stops after %s is published by the next attempt, once',
    async (call) => {
      const release = await bootstrapped();
      const input = publication(release.execution('monday'), await registered(release, '1.0.0'));
      release.afterCall(call, () => Promise.reject(new Error('the Lambda timed out')));
      await expect(release.steps.publish(input)).rejects.toThrow('timed out');

      expect(await release.steps.publish(input)).toMatchObject({ decision: 'published', functionVersion: '2' });

      expect(await release.functions.listVersions(FUNCTION)).toHaveLength(2);
      expect((await release.head()).state.challenger?.functionVersion).toBe('2');
    },
  );

  test('that was published before, on this code, has the function version of that time', async () => {
    const release = await bootstrapped();
    const first = await inCanary(release);
    await release.rivals.rollBack(ownRollback(first));

    const { answer } = await publishModel(release, 'tuesday');

    expect(answer).toMatchObject({ decision: 'published', functionVersion: first.functionVersion });
  });
});

test('the kind of a release is what its request says, a model where it says nothing', () => {
  const order = {
    candidate: { modelVersion: '1.0.0', model: { key: 'model.json', sha256: 'a'.repeat(64), bytes: 9 } },
    compared: { modelVersion: '0.0.0', modelSha256: 'b'.repeat(64) },
    grounds: { kind: 'code-change' },
  } as const;
  const execution = { arn: 'arn', name: 'monday', startedAt: '2026-01-05T00:00:00.000Z' };

  expect(publishInputSchema.parse({ execution, order, request: {} }).request.mode).toBe('model');
  expect(publishInputSchema.safeParse({ execution, order, request: {}, mode: 'code' }).success).toBe(false);
});

describe('only what was registered and signed is published', () => {
  test('not a model without a record', async () => {
    const release = await bootstrapped();
    const order = await registered(release, '1.0.0');
    const unknown = { ...order, candidate: { ...order.candidate, modelVersion: '7.0.0' } };

    const publishing = release.steps.publish(publication(release.execution('monday'), unknown));

    await expect(publishing).rejects.toThrow(ReleaseMismatch);
    await expect(publishing).rejects.toThrow(
      /^7\.0\.0 should be registered with the model [0-9a-f]{64}, got no record$/,
    );
    expect(await leaseOf(release)).toBeNull();
  });

  test.each([
    ['other bytes', { sha256: 'f'.repeat(64) }],
    ['another key', { key: 'churn/models/elsewhere/model.json' }],
  ])('not %s than the record is about', async (_, other) => {
    const release = await bootstrapped();
    const order = await registered(release, '1.0.0');
    const candidate = { ...order.candidate, model: { ...order.candidate.model, ...other } };

    await expect(
      release.steps.publish(publication(release.execution('monday'), { ...order, candidate })),
    ).rejects.toThrow(ReleaseMismatch);
  });

  test.each([
    ['another model version', { modelVersion: '1.1.0' }, '1.1.0 of churn'],
    ['another model', { modelName: 'churn-2' }, '1.0.0 of churn-2'],
  ])('not with the signed record of %s in the place of its own', async (_, other, whose) => {
    const release = await bootstrapped();
    const order = await registered(release, '1.0.0');
    const swapped = await signedRecord(release.signer, sampleRecord('1.0.0', other));
    const ports = release.portsThrough((_call, proceed) => proceed());
    const publish = createPublish({
      ...ports,
      metrics: ports.recorder,
      records: { ...ports.records, read: async () => swapped },
    });

    const publishing = publish(publication(release.execution('monday'), order));

    await expect(publishing).rejects.toThrow(RecordBroken);
    await expect(publishing).rejects.toThrow(
      `the version record 1.0.0 of churn is that of ${whose}: do not release it`,
    );
    expect(await leaseOf(release)).toBeNull();
  });

  test.each([
    ['no signature', null],
    ['the signature of another text', 'AAAA'],
  ])('not a record with %s', async (_, signature) => {
    const release = await bootstrapped();
    await release.records.put(sampleRecord('1.0.0', { signature }));

    await expect(publishModel(release)).rejects.toThrow(RecordBroken);
    expect(await leaseOf(release)).toBeNull();
  });
});

describe('a release that does not begin', () => {
  test('is held by a probation', async () => {
    const release = await bootstrapped();
    await inProbation(release);

    expect((await publishModel(release, 'tuesday', '1.1.0')).answer).toEqual({
      decision: 'skip',
      code: 'Held: probation',
      reason: expect.stringMatching(/^probation ends at 2026-01-05T12:/),
    });
  });

  test('is compared again when the champion changed since', async () => {
    const release = await bootstrapped();
    const order = await registered(release, '1.1.0');
    await inPeace(release);

    const answer = await release.steps.publish(publication(release.execution('tuesday'), order));

    expect(answer).toEqual({
      decision: 'compare-again',
      reason: 'compare again: the champion is now 1.0.0, not 0.0.0',
    });
    expect(await leaseOf(release)).toBeNull();
  });

  test('of code finds that the champion runs it already', async () => {
    const release = await bootstrapped();

    expect((await publishCode(release)).answer).toMatchObject({ decision: 'skip', code: 'NoChange' });
  });

  test('of a model waits for the release of the code, as a failure', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);

    await expect(publishModel(release)).rejects.toThrow(CodeReleasePending);
    expect(await leaseOf(release)).toBeNull();
  });

  test.each(['model', 'code'] as const)('of a %s on code that failed is refused, and counted', async (mode) => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    await release.rivals.rollBack(ownRollback(await inCanary(release, { name: 'code-1', mode: 'code' })));

    const publishing = mode === 'model' ? publishModel(release) : publishCode(release, 'code-2');

    await expect(publishing).rejects.toThrow(CodeRejected);
    expect(release.recorder.lines).toEqual(['CodeRejections 1']);
  });

  test('is not counted as rejected code for any other reason', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);

    await expect(publishModel(release)).rejects.toThrow(CodeReleasePending);
    expect(release.recorder.lines).toEqual([]);
  });
});

describe('a release of code', () => {
  test('publishes the model of the champion on the new code', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);

    expect((await publishCode(release)).answer).toMatchObject({ decision: 'published', functionVersion: '2' });
    expect((await release.head()).state.challenger).toMatchObject({ modelVersion: '0.0.0', ...NEW_CODE });
  });

  test('under another role is refused', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, { roleArn: 'arn:aws:iam::123456789012:role/other' });

    await expect(publishCode(release)).rejects.toThrow(RoleDiffers);
  });
});

describe('code that changes between lease and publication', () => {
  test('ends a release of a model', async () => {
    const release = await bootstrapped();
    release.beforeCall('functions.updateEnvironment', () => release.lambda.deploy(FUNCTION, NEW_CODE));

    await expect(publishModel(release)).rejects.toThrow(CodeReleasePending);
  });

  test('and goes back to the champion fails, as whoever has the lease cannot just skip', async () => {
    const release = await bootstrapped();
    const { environment, codeSha256 } = await release.functions.readConfiguration(FUNCTION);
    release.lambda.deploy(FUNCTION, NEW_CODE);
    release.afterCall('ledger.append', () => release.lambda.deploy(FUNCTION, { environment, codeSha256 }));

    await expect(publishCode(release)).rejects.toThrow(NoChange);
    expect((await leaseOf(release))?.mode).toBe('code');
  });
});

test('a model that was never born has nothing to release', async () => {
  const release = inMemoryRelease();
  const { model } = await recordOf(release, '1.0.0');
  const order = {
    candidate: { modelVersion: '1.0.0', model },
    compared: { modelVersion: '0.0.0', modelSha256: 'a'.repeat(64) },
    grounds: { kind: 'comparison', verdict: 'promote', sequence: 2 },
  } as const;

  await expect(release.steps.publish(publication(release.execution('monday'), order))).rejects.toThrow(
    "should have the alias 'live', got none: deploy the model's stack",
  );
});
