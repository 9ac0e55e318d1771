import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { CodeMoved, FunctionBusy, RevisionMoved } from '../../../lib/domain/ports/adapter-errors.ts';
import { FunctionNotReady, PinMismatch } from '../../../lib/domain/protocol/protocol-errors.ts';
import { publishVersion, readLatest } from '../../../lib/domain/protocol/publish-version.ts';
import { releaseKey } from '../../../lib/domain/release-key.ts';
import { FUNCTION, type InMemoryRelease, inMemoryRelease } from '../../in-memory/in-memory-release.ts';

const pinOf = (modelVersion: string) => ({
  modelVersion,
  model: { key: `churn/models/${modelVersion}/model.json`, sha256: sha256Hex(modelVersion) },
});
const publish = (release: InMemoryRelease, modelVersion = '1.0.0', pruned: string[] = []) =>
  publishVersion(release.portsThrough(release.gate), pinOf(modelVersion), pruned);
const count = ({ calls }: InMemoryRelease, wanted: string) => calls.filter((call) => call === wanted).length;
const versions = async ({ functions }: InMemoryRelease) =>
  (await functions.listVersions(FUNCTION)).map(({ functionVersion }) => functionVersion);
const rejected = (error: Error) => () => Promise.reject(error);

describe('publishing a model', () => {
  test('freezes the artefact and the release key in the environment of a new version', async () => {
    const release = inMemoryRelease();
    release.lambda.deploy(FUNCTION, { environment: { LOG_LEVEL: 'INFO' } });
    const key = releaseKey(await release.functions.readConfiguration(FUNCTION));

    const published = await publish(release);

    const { model } = pinOf('1.0.0');
    const { environment, description, state } = await release.functions.readConfiguration(FUNCTION, '1');
    expect(environment).toEqual({
      LOG_LEVEL: 'INFO',
      MODEL_VERSION: '1.0.0',
      MODEL_KEY: model.key,
      MODEL_SHA256: model.sha256,
      RELEASE_KEY: key,
    });
    expect(description).toBe(`model=1.0.0 sha=${model.sha256.slice(0, 12)}`);
    expect(state).toBe('Active');
    expect(published).toEqual({
      modelVersion: '1.0.0',
      modelKey: model.key,
      modelSha256: model.sha256,
      functionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${FUNCTION}`,
      functionVersion: '1',
      roleArn: 'arn:aws:iam::123456789012:role/predict',
      releaseKey: key,
      codeSha256: 'b2xkIGNvZGU=',
      servability: null,
    });
  });

  test('a second time finds the version of the first, and changes nothing', async () => {
    const release = inMemoryRelease();
    const first = await publish(release);
    release.calls.length = 0;

    expect(await publish(release)).toEqual(first);

    expect(count(release, 'functions.updateEnvironment')).toBe(0);
    expect(count(release, 'functions.publish')).toBe(0);
  });

  test('finds it behind later versions, and publishes no other', async () => {
    const release = inMemoryRelease();
    await publish(release, '1.0.0');
    await publish(release, '1.1.0');

    expect((await publish(release, '1.0.0')).functionVersion).toBe('1');
    expect(await versions(release)).toEqual(['1', '2']);
  });

  test('leaves one alone that is being deleted, and publishes anew at once', async () => {
    const release = inMemoryRelease();
    await publish(release, '1.0.0');
    await publish(release, '1.1.0');

    expect((await publish(release, '1.0.0', ['2'])).functionVersion).toBe('1');
    expect((await publish(release, '1.0.0', ['1'])).functionVersion).toBe('3');
  });

  test.each([
    ['other code', { codeSha256: 'bmV3IGNvZGU=' }],
    ['other settings', { properties: { memorySize: 1024 } }],
    ['another role', { roleArn: 'arn:aws:iam::123456789012:role/other' }],
    ['another environment', { environment: { LOG_LEVEL: 'DEBUG' } }],
  ])('on %s makes another version', async (_, change) => {
    const release = inMemoryRelease();
    const first = await publish(release);
    release.lambda.deploy(FUNCTION, change);

    const second = await publish(release);

    expect(second.functionVersion).toBe('2');
    expect(second.modelVersion).toBe(first.modelVersion);
    expect([second.releaseKey, second.codeSha256, second.roleArn]).not.toEqual([
      first.releaseKey,
      first.codeSha256,
      first.roleArn,
    ]);
  });

  test('on the code before finds the version of that time', async () => {
    const release = inMemoryRelease();
    await publish(release);
    release.lambda.deploy(FUNCTION, { codeSha256: 'bmV3IGNvZGU=' });
    await publish(release);
    release.lambda.deploy(FUNCTION, { codeSha256: 'b2xkIGNvZGU=' });

    expect((await publish(release)).functionVersion).toBe('1');
  });
});

describe('publishing that was interrupted', () => {
  test.each([
    ['functions.updateEnvironment', 0],
    ['functions.publish', 0],
    ['functions.listVersions', 0],
  ])('after %s goes on where it was', async (call, updates) => {
    const release = inMemoryRelease();
    release.afterCall(call, rejected(new Error('the Lambda timed out')));
    await expect(publish(release)).rejects.toThrow('timed out');
    release.calls.length = 0;

    expect((await publish(release)).functionVersion).toBe('1');

    expect(count(release, 'functions.updateEnvironment')).toBe(updates);
    expect(await versions(release)).toEqual(['1']);
  });
});

describe('what another writer disturbs', () => {
  test.each([
    ['an update that is under way', 'functions.updateEnvironment', new FunctionBusy('updating')],
    ['a stale revision when pinning', 'functions.updateEnvironment', new RevisionMoved('moved')],
    ['a stale revision when publishing', 'functions.publish', new RevisionMoved('moved')],
    ['code that moved when publishing', 'functions.publish', new CodeMoved('other code')],
  ])('%s is begun anew', async (_, call, error) => {
    const release = inMemoryRelease();
    for (let attempt = 1; attempt <= 5; attempt += 1) release.beforeCall(call, rejected(error));

    expect((await publish(release)).functionVersion).toBe('1');

    expect(count(release, call)).toBe(6);
  });

  test('is given up after six attempts', async () => {
    const release = inMemoryRelease();
    for (let attempt = 1; attempt <= 6; attempt += 1)
      release.beforeCall('functions.publish', rejected(new FunctionBusy('updating')));

    await expect(publish(release)).rejects.toThrow(FunctionBusy);
  });

  test('waits a little longer every time', async () => {
    const release = inMemoryRelease();
    const start = Date.parse(release.clock.now());
    for (let attempt = 1; attempt <= 6; attempt += 1)
      release.beforeCall('functions.updateEnvironment', rejected(new RevisionMoved('moved')));

    await expect(publish(release)).rejects.toThrow(RevisionMoved);

    expect(Date.parse(release.clock.now()) - start).toBe((2 + 4 + 6 + 8 + 10) * 1000);
  });

  test('a deployment while the environment is written is published as it is then', async () => {
    const release = inMemoryRelease();
    release.afterCall('functions.updateEnvironment', async () => {
      // Lambda refuses a deployment while it is still busy with ours
      await readLatest(release.portsThrough((_call, proceed) => proceed()));
      release.lambda.deploy(FUNCTION, {
        codeSha256: 'bmV3IGNvZGU=',
        properties: { memorySize: 1024 },
        environment: {},
      });
    });

    const published = await publish(release);

    expect(published.codeSha256).toBe('bmV3IGNvZGU=');
    expect(published.releaseKey).toBe(releaseKey(await release.functions.readConfiguration(FUNCTION)));
    expect((await release.functions.readConfiguration(FUNCTION, '1')).environment.MODEL_VERSION).toBe('1.0.0');
  });

  test('a deployment that leaves the environment alone is not published under the settings before it', async () => {
    const release = inMemoryRelease();
    release.afterCall('functions.updateEnvironment', async () => {
      await readLatest(release.portsThrough((_call, proceed) => proceed()));
      release.lambda.deploy(FUNCTION, { properties: { memorySize: 1024 } });
    });

    const published = await publish(release);

    const frozen = await release.functions.readConfiguration(FUNCTION, '1');
    expect(published.releaseKey).toBe(releaseKey(frozen));
    expect(frozen.environment.RELEASE_KEY).toBe(releaseKey(frozen));
  });

  test('a deployment just before publication is not published unpinned', async () => {
    const release = inMemoryRelease();
    release.beforeCall('functions.publish', () => release.lambda.deploy(FUNCTION, { environment: { FRESH: 'yes' } }));

    await publish(release);

    const { environment } = await release.functions.readConfiguration(FUNCTION, '1');
    expect(environment).toMatchObject({ FRESH: 'yes', MODEL_VERSION: '1.0.0' });
    expect(await versions(release)).toEqual(['1']);
  });
});

describe('a version that does not carry what it was published for', () => {
  test('is refused by name', async () => {
    const release = inMemoryRelease();
    const { functions, ...ports } = release.portsThrough(release.gate);
    const other = await publish(release, '0.9.0').then(() => functions.readConfiguration(FUNCTION, '1'));

    const publishing = publishVersion(
      { ...ports, functions: { ...functions, publish: async () => other } },
      pinOf('1.0.0'),
    );

    await expect(publishing).rejects.toThrow(PinMismatch);
    await expect(publishing).rejects.toThrow('function version 1 should carry model 1.0.0, got 0.9.0');
  });
});

describe('waiting for Lambda', () => {
  test('ends with the update', async () => {
    const release = inMemoryRelease();
    const { revisionId } = await release.functions.readConfiguration(FUNCTION);
    await release.functions.updateEnvironment(FUNCTION, { LOG_LEVEL: 'INFO' }, revisionId);

    const latest = await readLatest(release.portsThrough(release.gate));

    expect(latest).toMatchObject({ lastUpdateStatus: 'Successful', environment: { LOG_LEVEL: 'INFO' } });
  });

  const reading = (change: object) => {
    const release = inMemoryRelease();
    const { functions, ...ports } = release.portsThrough(release.gate);
    const readConfiguration = async () => ({ ...(await release.functions.readConfiguration(FUNCTION)), ...change });
    return { ...release, ports: { ...ports, functions: { ...functions, readConfiguration } } };
  };

  test('for an update that failed ends at once', async () => {
    const { ports, clock } = reading({ lastUpdateStatus: 'Failed' });

    await expect(readLatest(ports)).rejects.toThrow(FunctionNotReady);
    await expect(readLatest(ports)).rejects.toThrow(`${FUNCTION}:$LATEST is not ready: its last update failed`);
    expect(clock.now()).toBe('2026-01-05T00:00:00.000Z');
  });

  test('for an update that does not end is given up after a minute', async () => {
    const { ports, clock } = reading({ lastUpdateStatus: 'InProgress' });

    await expect(readLatest(ports)).rejects.toThrow(/still busy after 60 seconds/);
    expect(clock.now()).toBe('2026-01-05T00:01:00.000Z');
  });

  test('for a new version that Lambda cannot start names that version', async () => {
    const release = inMemoryRelease();
    const { functions, ...ports } = release.portsThrough(release.gate);
    const readConfiguration: typeof functions.readConfiguration = async (name, version) => {
      const configuration = await functions.readConfiguration(name, version);
      return version === undefined ? configuration : { ...configuration, state: 'Failed' };
    };

    await expect(
      publishVersion({ ...ports, functions: { ...functions, readConfiguration } }, pinOf('1.0.0')),
    ).rejects.toThrow(`${FUNCTION}:1 is not ready: Lambda could not start it`);
  });
});
