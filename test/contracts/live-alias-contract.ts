import { describe, expect, test } from 'vitest';
import { FunctionMissing, RevisionMoved } from '../../lib/domain/ports/adapter-errors.ts';
import type { AliasTarget } from '../../lib/domain/ports/live-alias.ts';
import { type LambdaSetUp, publishNext } from './function-versions-contract.ts';

const stable: AliasTarget = { functionVersion: '1', canary: null };
const canary: AliasTarget = { functionVersion: '1', canary: { functionVersion: '2', weight: 0.1 } };

/** What every alias promises. */
export function liveAliasContract(name: string, setUp: () => Promise<LambdaSetUp>): void {
  const withVersions = async () => {
    const given = await setUp();
    await publishNext(given, { A: '1' });
    await publishNext(given, { A: '2' });
    return given.alias;
  };

  describe(name, () => {
    test('there is none at first', async () => {
      const alias = await withVersions();

      expect(await alias.read('predict')).toBeNull();
      expect(await alias.read('no-such-function')).toBeNull();
    });

    test('it comes back as it was created', async () => {
      const alias = await withVersions();

      const created = await alias.create('predict', stable, 'seq=1');

      expect(created).toEqual({ ...stable, description: 'seq=1', revisionId: expect.any(String) });
      expect(await alias.read('predict')).toEqual(created);
    });

    test('it can be created with a canary', async () => {
      const alias = await withVersions();

      expect(await alias.create('predict', canary, 'seq=1')).toMatchObject(canary);
    });

    test('it is created once', async () => {
      const alias = await withVersions();
      const created = await alias.create('predict', stable, 'seq=1');

      await expect(alias.create('predict', canary, 'seq=2')).rejects.toThrow(RevisionMoved);

      expect(await alias.read('predict')).toEqual(created);
    });

    test('every move answers with what is true from now on', async () => {
      const alias = await withVersions();
      const created = await alias.create('predict', stable, 'seq=1');

      const shifted = await alias.move('predict', canary, 'seq=2', created.revisionId);

      expect(shifted).toEqual({ ...canary, description: 'seq=2', revisionId: expect.any(String) });
      expect(shifted.revisionId).not.toBe(created.revisionId);
      expect(await alias.read('predict')).toEqual(shifted);
    });

    test('a move without a canary takes the canary away', async () => {
      const alias = await withVersions();
      const created = await alias.create('predict', canary, 'seq=1');

      const rolledBack = await alias.move('predict', stable, 'seq=2', created.revisionId);

      expect(rolledBack.canary).toBeNull();
      expect((await alias.read('predict'))?.canary).toBeNull();
    });

    test('a move under a stale revision changes nothing', async () => {
      const alias = await withVersions();
      const created = await alias.create('predict', stable, 'seq=1');
      const shifted = await alias.move('predict', canary, 'seq=2', created.revisionId);

      const late = alias.move('predict', { functionVersion: '2', canary: null }, 'seq=3', created.revisionId);

      await expect(late).rejects.toThrow(RevisionMoved);
      expect(await alias.read('predict')).toEqual(shifted);
    });

    test('of two movers with one revision only one succeeds', async () => {
      const alias = await withVersions();
      const { revisionId } = await alias.create('predict', stable, 'seq=1');

      const outcomes = await Promise.allSettled([
        alias.move('predict', canary, 'seq=2', revisionId),
        alias.move('predict', { functionVersion: '2', canary: null }, 'seq=3', revisionId),
      ]);

      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    test('another description alone is a real change', async () => {
      const alias = await withVersions();
      const created = await alias.create('predict', stable, 'seq=1');

      const moved = await alias.move('predict', stable, 'seq=2', created.revisionId);

      expect(moved.revisionId).not.toBe(created.revisionId);
    });

    test('a version or an alias that does not exist is missing', async () => {
      const alias = await withVersions();
      const unknown = { functionVersion: '9', canary: null };
      await expect(alias.move('predict', stable, 'seq=1', 'revision')).rejects.toThrow(FunctionMissing);
      await expect(alias.create('predict', unknown, 'seq=1')).rejects.toThrow(FunctionMissing);
      await expect(alias.create('no-such-function', stable, 'seq=1')).rejects.toThrow(FunctionMissing);
      const { revisionId } = await alias.create('predict', stable, 'seq=1');

      await expect(alias.move('predict', unknown, 'seq=2', revisionId)).rejects.toThrow(FunctionMissing);
    });

    test('traffic is not split between versions with different roles', async () => {
      const given = await setUp();
      await publishNext(given, { A: '1' });
      given.lambda.deploy('predict', { roleArn: 'arn:aws:iam::123456789012:role/another' });
      await publishNext(given, { A: '2' });
      const created = await given.alias.create('predict', stable, 'seq=1');

      await expect(given.alias.move('predict', canary, 'seq=2', created.revisionId)).rejects.toThrow(/role/);

      expect(await given.alias.read('predict')).toEqual(created);
    });

    test('it can be deleted, and deleting it again is fine', async () => {
      const alias = await withVersions();
      await alias.create('predict', stable, 'seq=1');

      await alias.delete('predict');
      await alias.delete('predict');
      await alias.delete('no-such-function');

      expect(await alias.read('predict')).toBeNull();
    });
  });
}
