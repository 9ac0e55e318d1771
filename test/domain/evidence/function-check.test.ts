import { describe, expect, test } from 'vitest';
import { collectEvidence } from '../../../lib/cli/evidence/collect-evidence.ts';
import { checkEvidence } from '../../../lib/domain/evidence/check-evidence.ts';
import type { Evidence } from '../../../lib/domain/evidence/evidence.ts';
import { connectionTo } from '../../cli/cli-set-up.ts';
import { withRollback } from '../../in-memory/audited-release.ts';
import { soundModel } from './sound-model.ts';

const { sound, findings } = await soundModel();

describe('of function versions and alias it finds', () => {
  const changedVersion = (functionVersion: string, change: Partial<Evidence['functionVersions'][number]>) =>
    sound.functionVersions.map((one) => (one.functionVersion === functionVersion ? { ...one, ...change } : one));
  const changedPin = (functionVersion: string, pin: Partial<Evidence['functionVersions'][number]['environment']>) =>
    sound.functionVersions.map((one) =>
      one.functionVersion === functionVersion ? { ...one, environment: { ...one.environment, ...pin } } : one,
    );

  test.each([
    ['the code of the champion', '2', 'champion 1.0.0 should have the code', { codeSha256: 'b3RoZXI=' }],
    ['the role of the champion', '2', 'champion 1.0.0 should have the role', { roleArn: 'arn:aws:iam::1:role/x' }],
    [
      'the code of the former champion',
      '1',
      'previous champion 0.0.0 should have the code',
      { codeSha256: 'b3RoZXI=' },
    ],
  ])('%s', async (_, functionVersion, expected, change) => {
    const found = await findings({ functionVersions: changedVersion(functionVersion, change) });

    expect(found).toEqual([expect.stringContaining(expected)]);
  });

  test.each([
    ['2', 'champion 1.0.0', 'MODEL_KEY'],
    ['2', 'champion 1.0.0', 'RELEASE_KEY'],
    ['1', 'previous champion 0.0.0', 'RELEASE_KEY'],
  ])('function version %s of the %s with another %s', async (functionVersion, whose, name) => {
    const found = await findings({ functionVersions: changedPin(functionVersion, { [name]: 'other' }) });

    expect(found).toEqual([
      expect.stringMatching(
        new RegExp(
          `^function versions: function version ${functionVersion} of the ${whose} should have ${name} \\S+, got other$`,
        ),
      ),
    ]);
  });

  test('another model behind the champion’s number', async () => {
    const found = await findings({ functionVersions: changedPin('2', { MODEL_SHA256: 'f'.repeat(64) }) });

    expect(found).toContainEqual(expect.stringMatching(/^function versions: .*should have MODEL_SHA256 \S+, got ffff/));
    expect(found).toContainEqual(expect.stringMatching(/^version records: function version 2 is pinned to another/));
  });

  test('a function version that is gone', async () => {
    const functionVersions = sound.functionVersions.slice(1);

    expect(await findings({ functionVersions })).toEqual([
      'function versions: function version 1 of the previous champion 0.0.0 does not exist',
    ]);
  });

  test('what a rollback had left, when it is not what it was, and nothing once it is gone', async () => {
    const back = await withRollback();
    const evidence = await collectEvidence(connectionTo(back));
    const [first, second] = evidence.functionVersions;
    if (first === undefined || second === undefined) throw new Error('two versions');
    const found = async (...functionVersions: Evidence['functionVersions']) => {
      const checks = await checkEvidence({ ...evidence, functionVersions }, back.signer);
      return checks.find(({ what }) => what === 'function versions');
    };

    expect(await found(first, { ...second, codeSha256: 'b3RoZXI=' })).toMatchObject({
      count: 2,
      findings: [expect.stringContaining('function version 2 of the former champion 1.0.0 should have the code')],
    });
    expect(await found(first)).toMatchObject({ count: 1, findings: [] });
    expect(await found(first, { ...second, functionArn: 'another' })).toMatchObject({ count: 1, findings: [] });
  });

  test('an alias that points elsewhere, and one that is gone', async () => {
    const elsewhere = sound.alias && { ...sound.alias, functionVersion: '1' };

    expect(await findings({ alias: elsewhere })).toEqual([
      'alias: the alias points to function version 1, the ledger says function version 2',
    ]);
    expect(await findings({ alias: null })).toEqual([expect.stringMatching(/^alias: the alias is missing/)]);
  });
});
