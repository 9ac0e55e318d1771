import { describe, expect, test } from 'vitest';
import { CodeMoved, FunctionBusy, FunctionMissing, RevisionMoved } from '../../lib/domain/ports/adapter-errors.ts';
import type { FunctionConfiguration, FunctionVersions } from '../../lib/domain/ports/function-versions.ts';
import type { LiveAlias } from '../../lib/domain/ports/live-alias.ts';
import { releaseKey } from '../../lib/domain/release-key.ts';
import type { FakeClock } from '../in-memory/fake-clock.ts';
import { type InMemoryLambda, sampleProperties } from '../in-memory/in-memory-lambda.ts';

export interface LambdaSetUp {
  readonly versions: FunctionVersions;
  readonly alias: LiveAlias;
  /** What a deployment and the passing of time do to the functions. */
  readonly lambda: InMemoryLambda;
  readonly clock: FakeClock;
}

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:predict';

/** Deploys `predict` with an environment, publishes it and waits until the version is ready. */
export async function publishNext(
  { versions, lambda, clock }: LambdaSetUp,
  environment: Readonly<Record<string, string>>,
): Promise<FunctionConfiguration> {
  lambda.deploy('predict', { environment });
  const { codeSha256, revisionId } = await versions.readConfiguration('predict');
  const { functionVersion } = await versions.publish('predict', { codeSha256, revisionId, description: '' });
  clock.advance(lambda.busySeconds);
  return versions.readConfiguration('predict', functionVersion);
}

/** What every view of a function's versions promises. */
export function functionVersionsContract(name: string, setUp: () => Promise<LambdaSetUp>): void {
  describe(`reading through ${name}`, () => {
    test('a function is described as it was deployed', async () => {
      const { versions, lambda } = await setUp();
      lambda.deploy('predict', { environment: { LOG_LEVEL: 'INFO' } });

      expect(await versions.readConfiguration('predict')).toEqual({
        functionArn: ARN,
        functionVersion: '$LATEST',
        revisionId: expect.any(String),
        codeSha256: 'b2xkIGNvZGU=',
        roleArn: 'arn:aws:iam::123456789012:role/predict',
        environment: { LOG_LEVEL: 'INFO' },
        description: '',
        state: 'Active',
        lastUpdateStatus: 'Successful',
        properties: sampleProperties,
      });
    });

    test('every deployment moves the revision, reading does not', async () => {
      const { versions, lambda } = await setUp();
      lambda.deploy('predict', {});
      const first = await versions.readConfiguration('predict');
      const again = await versions.readConfiguration('predict');
      lambda.deploy('predict', { codeSha256: 'bmV3IGNvZGU=' });

      const deployed = await versions.readConfiguration('predict');

      expect(again.revisionId).toBe(first.revisionId);
      expect(deployed.revisionId).not.toBe(first.revisionId);
    });

    test('a function or version that does not exist is missing', async () => {
      const { versions, lambda } = await setUp();
      await expect(versions.readConfiguration('predict')).rejects.toThrow(FunctionMissing);
      await expect(versions.listVersions('predict')).rejects.toThrow(FunctionMissing);
      lambda.deploy('predict', {});

      await expect(versions.readConfiguration('predict', '7')).rejects.toThrow(FunctionMissing);
      await expect(versions.invoke('predict', '7', {})).rejects.toThrow(FunctionMissing);
    });

    test('published versions are listed oldest first, each as it is described by itself', async () => {
      const given = await setUp();
      for (let number = 1; number <= 11; number += 1) await publishNext(given, { MODEL_VERSION: `1.${number}.0` });

      const listed = await given.versions.listVersions('predict');

      expect(listed.map(({ functionVersion }) => Number(functionVersion))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      expect(listed[9]).toEqual(await given.versions.readConfiguration('predict', '10'));
    });
  });

  describe(`updating and publishing through ${name}`, () => {
    test('an update replaces the environment as a whole and is busy for a while', async () => {
      const { versions, lambda, clock } = await setUp();
      lambda.deploy('predict', { environment: { OLD: 'gone', KEPT: 'yes' } });
      const before = await versions.readConfiguration('predict');

      const begun = await versions.updateEnvironment(
        'predict',
        { KEPT: 'yes', MODEL_VERSION: '1.0.0' },
        before.revisionId,
      );

      expect(begun.environment).toEqual({ KEPT: 'yes', MODEL_VERSION: '1.0.0' });
      expect(begun.lastUpdateStatus).toBe('InProgress');
      expect(begun.revisionId).not.toBe(before.revisionId);
      clock.advance(lambda.busySeconds);
      expect((await versions.readConfiguration('predict')).lastUpdateStatus).toBe('Successful');
    });

    test('the revision that an update returns is stale once the update is done', async () => {
      const { versions, lambda, clock } = await setUp();
      lambda.deploy('predict', {});
      const { revisionId } = await versions.readConfiguration('predict');
      const begun = await versions.updateEnvironment('predict', { A: '1' }, revisionId);
      clock.advance(lambda.busySeconds);

      const publication = versions.publish('predict', { ...begun, description: '' });

      await expect(publication).rejects.toThrow(RevisionMoved);
    });

    test('a stale revision changes nothing', async () => {
      const { versions, lambda } = await setUp();
      lambda.deploy('predict', { environment: { A: '1' } });
      const { revisionId, codeSha256 } = await versions.readConfiguration('predict');
      lambda.deploy('predict', { environment: { A: '2' } });

      await expect(versions.updateEnvironment('predict', {}, revisionId)).rejects.toThrow(RevisionMoved);
      const publication = versions.publish('predict', { codeSha256, revisionId, description: '' });

      await expect(publication).rejects.toThrow(RevisionMoved);
      expect((await versions.readConfiguration('predict')).environment).toEqual({ A: '2' });
      expect(await versions.listVersions('predict')).toEqual([]);
    });

    test('while an update is under way neither another one nor a publication begins', async () => {
      const { versions, lambda } = await setUp();
      lambda.deploy('predict', {});
      const { revisionId } = await versions.readConfiguration('predict');
      const begun = await versions.updateEnvironment('predict', { A: '1' }, revisionId);

      await expect(versions.updateEnvironment('predict', {}, begun.revisionId)).rejects.toThrow(FunctionBusy);
      const publication = versions.publish('predict', { ...begun, description: '' });

      await expect(publication).rejects.toThrow(FunctionBusy);
    });

    test('a version is pending at first, then active, and frozen for ever', async () => {
      const { versions, lambda, clock } = await setUp();
      lambda.deploy('predict', { environment: { MODEL_VERSION: '1.0.0' } });
      const latest = await versions.readConfiguration('predict');

      const published = await versions.publish('predict', { ...latest, description: 'model=1.0.0' });
      lambda.deploy('predict', { environment: { MODEL_VERSION: '2.0.0' }, codeSha256: 'bmV3IGNvZGU=' });

      expect(published).toMatchObject({ functionArn: ARN, functionVersion: '1', state: 'Pending' });
      clock.advance(lambda.busySeconds);
      expect(await versions.readConfiguration('predict', '1')).toMatchObject({
        functionArn: ARN,
        state: 'Active',
        environment: { MODEL_VERSION: '1.0.0' },
        codeSha256: 'b2xkIGNvZGU=',
        description: 'model=1.0.0',
      });
    });

    test('a version has the release key of the $LATEST it was frozen from, however it is read', async () => {
      const given = await setUp();
      const published = await publishNext(given, { MODEL_VERSION: '1.0.0', LOG_LEVEL: 'INFO' });

      const latest = await given.versions.readConfiguration('predict');
      const [listed] = await given.versions.listVersions('predict');

      expect(releaseKey(published)).toBe(releaseKey(latest));
      expect(listed && releaseKey(listed)).toBe(releaseKey(latest));
    });

    test('publishing twice without a change gives the same version', async () => {
      const given = await setUp();
      const first = await publishNext(given, { A: '1' });
      const { codeSha256, revisionId } = await given.versions.readConfiguration('predict');

      const second = await given.versions.publish('predict', { codeSha256, revisionId, description: 'again' });

      expect(second.functionVersion).toBe(first.functionVersion);
      expect(await given.versions.listVersions('predict')).toHaveLength(1);
    });

    test('other code than was asked for is not published', async () => {
      const { versions, lambda } = await setUp();
      lambda.deploy('predict', {});
      const { revisionId } = await versions.readConfiguration('predict');

      const publication = versions.publish('predict', { codeSha256: 'b3RoZXI=', revisionId, description: '' });

      await expect(publication).rejects.toThrow(CodeMoved);
      expect(await versions.listVersions('predict')).toEqual([]);
    });
  });

  describe(`invoking and deleting through ${name}`, () => {
    test('an invocation says what answered, and which version', async () => {
      const given = await setUp();
      await publishNext(given, { MODEL_VERSION: '1.0.0' });
      given.lambda.deploy('predict', {}, ({ environment }, payload) => ({ model: environment.MODEL_VERSION, payload }));

      const answer = await given.versions.invoke('predict', '1', { rows: [1, 'é'] });

      expect(answer).toEqual({
        executedVersion: '1',
        payload: { model: '1.0.0', payload: { rows: [1, 'é'] } },
        functionError: null,
      });
    });

    test('an answer may be nothing', async () => {
      const given = await setUp();
      await publishNext(given, {});
      given.lambda.deploy('predict', {}, () => null);

      expect(await given.versions.invoke('predict', '1', {})).toMatchObject({ payload: null, functionError: null });
    });

    test('the alias names the version that it was routed to', async () => {
      const given = await setUp();
      await publishNext(given, { A: '1' });
      await publishNext(given, { A: '2' });
      await given.alias.create('predict', { functionVersion: '2', canary: null }, 'seq=1');

      expect((await given.versions.invoke('predict', 'live', {})).executedVersion).toBe('2');
    });

    test('a function that throws answers with its error', async () => {
      const given = await setUp();
      await publishNext(given, {});
      given.lambda.deploy('predict', {}, () => {
        throw new TypeError('no model');
      });

      expect(await given.versions.invoke('predict', '1', {})).toEqual({
        executedVersion: '1',
        payload: { errorType: 'TypeError', errorMessage: 'no model' },
        functionError: 'Unhandled',
      });
    });

    test('a version that is not ready fails its invocations until it is', async () => {
      const given = await setUp();
      await publishNext(given, {});
      given.lambda.deactivate('predict', '1');
      expect((await given.versions.readConfiguration('predict', '1')).state).toBe('Inactive');

      await expect(given.versions.invoke('predict', '1', {})).rejects.toThrow(FunctionBusy);
      given.clock.advance(given.lambda.busySeconds);

      expect((await given.versions.invoke('predict', '1', {})).functionError).toBeNull();
    });

    test('a version can be deleted, and deleting it again is fine; its number is never used again', async () => {
      const given = await setUp();
      await publishNext(given, { A: '1' });
      await publishNext(given, { A: '2' });

      await given.versions.delete('predict', '2');
      await given.versions.delete('predict', '2');
      await given.versions.delete('no-such-function', '2');

      expect(await given.versions.listVersions('predict')).toHaveLength(1);
      expect((await publishNext(given, { A: '3' })).functionVersion).toBe('3');
      expect(await given.versions.listNumbers('predict')).toEqual(['1', '3']);
    });

    test('a version that the alias uses cannot be deleted', async () => {
      const given = await setUp();
      await publishNext(given, { A: '1' });
      await publishNext(given, { A: '2' });
      const target = { functionVersion: '1', canary: { functionVersion: '2', weight: 0.1 } };
      await given.alias.create('predict', target, 'seq=1');

      await expect(given.versions.delete('predict', '1')).rejects.toThrow(FunctionBusy);
      await expect(given.versions.delete('predict', '2')).rejects.toThrow(FunctionBusy);

      expect(await given.versions.listVersions('predict')).toHaveLength(2);
    });

    test.each(['$LATEST', '', 'live'])("only a version's number can be deleted, not '%s'", async (qualifier) => {
      const given = await setUp();
      await publishNext(given, {});

      await expect(given.versions.delete('predict', qualifier)).rejects.toThrow();

      expect(await given.versions.listVersions('predict')).toHaveLength(1);
    });
  });
}
