import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FunctionConfiguration } from '../../lib/domain/ports/function-versions.ts';
import { pinVariables, releaseKey } from '../../lib/domain/release-key.ts';

const configuration: FunctionConfiguration = {
  functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:predict',
  functionVersion: '$LATEST',
  revisionId: 'r1',
  codeSha256: 'code',
  roleArn: 'arn:aws:iam::111122223333:role/predict',
  environment: { MODEL_NAME: 'bank' },
  description: '',
  state: 'Active',
  lastUpdateStatus: 'Successful',
  properties: { memory: 512, timeout: 29, runtimeVersionArn: 'arn:runtime:1' },
};

test('a release key does not depend on the model that is pinned, on the revision, the code or the version', () => {
  const pin = Object.fromEntries(pinVariables.map((name) => [name, 'anything']));
  const published = {
    ...configuration,
    functionVersion: '7',
    revisionId: 'r2',
    codeSha256: 'other',
    description: 'seq=3',
  };
  expect(releaseKey({ ...published, environment: { ...pin, ...configuration.environment } })).toBe(
    releaseKey(configuration),
  );
});

test.each([
  ['memory', { properties: { ...configuration.properties, memory: 1024 } }],
  ['the runtime version', { properties: { ...configuration.properties, runtimeVersionArn: 'arn:runtime:2' } }],
  ['the role', { roleArn: 'arn:aws:iam::111122223333:role/other' }],
  ['a variable', { environment: { MODEL_NAME: 'bank', SLOW_ANSWER_MILLISECONDS: '100' } }],
])('a release key changes with %s', (_what, change) => {
  expect(releaseKey({ ...configuration, ...change })).not.toBe(releaseKey(configuration));
});

test('a release key does not depend on the order in which Lambda lists anything', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), (environment) => {
      const reversed = Object.fromEntries(Object.entries(environment).reverse());
      expect(releaseKey({ ...configuration, environment: reversed })).toBe(
        releaseKey({ ...configuration, environment }),
      );
    }),
  );
});
