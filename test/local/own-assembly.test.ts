import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCloudAssembly } from '../../lib/local/assembly/cloud-assembly.ts';
import { LocalRuntime } from '../../lib/local/local-runtime.ts';

const assembly = fileURLToPath(new URL('../../cdk.out', import.meta.url));

test("the repository's own assembly is known to the last property, and runs up to the first step that is not there yet", async () => {
  const started = LocalRuntime.start({ assembly });
  await expect(started).rejects.toMatchObject({
    name: 'DeploymentFailed',
    message: expect.stringMatching(
      /^Ratchet-bank-marketing was rolled back: .* StepUnavailable: the step 'live-alias'/,
    ),
  });
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
