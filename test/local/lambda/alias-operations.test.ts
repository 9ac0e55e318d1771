import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { ARN, code, controlPlane, FunctionName } from './control-plane.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));
const setUp = (options?: Parameters<typeof controlPlane>[1]) => controlPlane(handlers, options);

describe('an alias', () => {
  async function withVersions() {
    const given = setUp();
    await given.next('1');
    await given.next('2');
    return given;
  }
  const weights = (AdditionalVersionWeights: Record<string, unknown>) => ({
    RoutingConfig: { AdditionalVersionWeights },
  });

  test('comes back as it was created', async () => {
    const { alias } = await withVersions();

    const created = await alias('CreateAlias', { FunctionVersion: '1', Description: 'seq=1', ...weights({ 2: 0.1 }) });

    expect(created).toEqual({
      AliasArn: `${ARN}:live`,
      Name: 'live',
      FunctionVersion: '1',
      Description: 'seq=1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
      RevisionId: expect.any(String),
    });
    expect(await alias('GetAlias')).toEqual(created);
  });

  test('is created once', async () => {
    const { alias } = await withVersions();
    await alias('CreateAlias', { FunctionVersion: '1' });

    const again = alias('CreateAlias', { FunctionVersion: '2' });

    await expect(again).rejects.toMatchObject(code('ResourceConflictException', 409));
  });

  test('keeps its split until it is given another one; an empty one clears it', async () => {
    const { alias } = await withVersions();
    await alias('CreateAlias', { FunctionVersion: '1', ...weights({ 2: 0.1 }) });

    const described = await alias('UpdateAlias', { Description: 'seq=2' });
    const cleared = await alias('UpdateAlias', weights({}));

    expect(described).toMatchObject(weights({ 2: 0.1 }));
    expect(cleared).not.toHaveProperty('RoutingConfig');
    expect(cleared).toMatchObject({ FunctionVersion: '1', Description: 'seq=2' });
  });

  test('is moved under its revision, and a stale one changes nothing', async () => {
    const { alias } = await withVersions();
    const { RevisionId } = await alias('CreateAlias', { FunctionVersion: '1' });

    const moved = await alias('UpdateAlias', { FunctionVersion: '2', RevisionId });
    const late = alias('UpdateAlias', { FunctionVersion: '1', RevisionId });

    await expect(late).rejects.toMatchObject(code('PreconditionFailedException', 412));
    expect(await alias('GetAlias')).toEqual(moved);
    expect(moved.RevisionId).not.toBe(RevisionId);
  });

  test('that is written as it was keeps its revision; another description is a real write', async () => {
    const { alias } = await withVersions();
    const created = await alias('CreateAlias', { FunctionVersion: '1', Description: 'seq=1' });

    const same = await alias('UpdateAlias', { FunctionVersion: '1', Description: 'seq=1', ...weights({}) });
    const other = await alias('UpdateAlias', { FunctionVersion: '1', Description: 'seq=2' });

    expect(same.RevisionId).toBe(created.RevisionId);
    expect(other.RevisionId).not.toBe(created.RevisionId);
  });

  test.each([
    ['an unknown version', { FunctionVersion: '9' }, code('ResourceNotFoundException', 404)],
    ['an unknown second version', weights({ 9: 0.1 }), code('ResourceNotFoundException', 404)],
    ['a third version', weights({ 1: 0.1, 2: 0.1 }), code('InvalidParameterValueException', 400)],
    ['a weight above 1', weights({ 2: 1.01 }), code('InvalidParameterValueException', 400)],
    ['a weight below 0', weights({ 2: -0.01 }), code('InvalidParameterValueException', 400)],
    ['a weight that is no number', weights({ 2: '0.1' }), code('InvalidParameterValueException', 400)],
    ['the same version twice', weights({ 1: 0.1 }), code('InvalidParameterValueException', 400)],
    ['a share for $LATEST', weights({ $LATEST: 0.1 }), code('InvalidParameterValueException', 400)],
    ['a share beside $LATEST', { FunctionVersion: '$LATEST', ...weights({ 2: 0.1 }) }, { status: 400 }],
  ])('refuses %s and stays as it was', async (_name, change, failure) => {
    const { alias } = await withVersions();
    const created = await alias('CreateAlias', { FunctionVersion: '1' });

    await expect(alias('UpdateAlias', change)).rejects.toMatchObject(failure);

    expect(await alias('GetAlias')).toEqual(created);
  });

  test.each([0, 1])('accepts a weight of %d', async (weight) => {
    const { alias } = await withVersions();

    const created = await alias('CreateAlias', { FunctionVersion: '1', ...weights({ 2: weight }) });

    expect(created).toMatchObject(weights({ 2: weight }));
  });

  test.each([
    ['role', { Role: 'arn:aws:iam::111122223333:role/other' }, /same execution role/],
    ['dead-letter queue', { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:x' } }, /same dead-letter/],
  ])('does not split traffic over versions that differ in their %s', async (_name, change, reason) => {
    const { alias, update, advance, next } = await withVersions();
    await update(change);
    await advance(1000);
    await next('3');
    await alias('CreateAlias', { FunctionVersion: '1' });

    await expect(alias('UpdateAlias', weights({ 3: 0.1 }))).rejects.toThrow(reason);
    expect(await alias('UpdateAlias', { FunctionVersion: '3' })).toMatchObject({ FunctionVersion: '3' });
  });

  test('cannot have the name of a version', async () => {
    const { api } = await withVersions();

    const creation = api('CreateAlias', { FunctionName, Name: '7', FunctionVersion: '1' });

    await expect(creation).rejects.toMatchObject(code('InvalidParameterValueException', 400));
  });

  test('can be listed and deleted; deleting it again is fine', async () => {
    const { alias, api } = await withVersions();
    await alias('CreateAlias', { FunctionVersion: '1' });
    const list = async (FunctionVersion?: string) =>
      ((await api('ListAliases', { FunctionName, FunctionVersion })).Aliases as unknown[]).length;

    expect([await list(), await list('1'), await list('2')]).toEqual([1, 1, 0]);
    await alias('DeleteAlias');
    await alias('DeleteAlias');

    await expect(alias('GetAlias')).rejects.toMatchObject(code('ResourceNotFoundException', 404));
    expect(await list()).toBe(0);
  });

  test('sends each request to one of its versions, by weight and seed', async () => {
    const executed = async (seed: string) => {
      const { alias, settled, invoke, next } = setUp({ seed });
      await next('1');
      await next('2');
      await alias('CreateAlias', { FunctionVersion: '1', ...weights({ 2: 0.25 }) });
      const results: string[] = [];
      for (let number = 0; number < 200; number += 1) results.push((await settled(invoke('fn:live'))).executedVersion);
      return results;
    };

    const versions = await executed('one');

    const share = versions.filter((version) => version === '2').length / versions.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.35);
    expect(await executed('one')).toEqual(versions);
    expect(await executed('two')).not.toEqual(versions);
  });

  test.each([
    [0, '1'],
    [1, '2'],
  ])('with a weight of %d sends everything to version %s', async (weight, version) => {
    const { alias, settled, invoke } = await withVersions();
    await alias('CreateAlias', { FunctionVersion: '1', ...weights({ 2: weight }) });

    const results = [];
    for (let number = 0; number < 20; number += 1) results.push(await settled(invoke('fn', {}, { qualifier: 'live' })));

    expect(new Set(results.map(({ executedVersion }) => executedVersion))).toEqual(new Set([version]));
  });
});
