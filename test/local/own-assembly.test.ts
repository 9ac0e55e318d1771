import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCloudAssembly } from '../../lib/local/assembly/cloud-assembly.ts';
import { LocalRuntime } from '../../lib/local/local-runtime.ts';

const assembly = fileURLToPath(new URL('../../cdk.out', import.meta.url));

test("the repository's own assembly is known to the last property: its model answers with the baseline, through its alias", async () => {
  const runtime = await LocalRuntime.start({ assembly });
  try {
    const identity = 'arn:aws:iam::111122223333:user/caller';
    const answer = await runtime.request('bank-marketing', { method: 'GET', path: '/model', identity });
    expect(answer.status).toBe(200);
    const model = JSON.parse(answer.body);
    expect(model).toMatchObject({ model: 'bank-marketing', modelVersion: '0.0.0', functionVersion: '1', canary: null });

    const [predict] = runtime.services.deployment
      .resources()
      .filter(
        ({ type, logicalId }) => type === 'AWS::Lambda::Function' && /PredictFunction[0-9A-F]{8}$/.test(logicalId),
      );
    const aliasName = { FunctionName: predict?.physicalId, Name: 'live' };
    const alias = await runtime.services.lambda.operations.GetAlias?.(aliasName, { id: 'test' });
    expect(alias).toMatchObject({ FunctionVersion: '1', Description: expect.stringMatching(/^seq=1 moved=/) });
  } finally {
    runtime.stop();
  }
});

test('the platform comes before the models, and every function finds its bundle', () => {
  const { stacks } = readCloudAssembly(assembly);
  expect(stacks.map(({ name }) => name)).toEqual(['RatchetPlatform', 'Ratchet-bank-marketing']);
  for (const { template, assets } of stacks) {
    const keys = Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => (Properties as { Code: { S3Key: string } }).Code.S3Key);
    expect(keys.filter((key) => !assets.has(key))).toEqual([]);
  }
});
