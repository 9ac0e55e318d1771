import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundleStarter } from '../../../lib/constructs/training/bundle-starter.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { TEMPORARY_FAILURE } from '../../../lib/domain/training-engine/training-task.ts';
import { type Answer, containerSetUp } from './container-set-up.ts';

const { authorization } = JSON.parse(
  readFileSync(new URL('signature-reference.json', import.meta.url), 'utf8'),
) as Record<string, string>;

const code = "export const task = async () => console.log('trained for ' + process.env.MODEL_NAME);\n";

const environment = {
  AWS_REGION: 'eu-central-1',
  BUNDLE_BUCKET_NAME: 'assets',
  BUNDLE_KEY: 'code.mjs',
  BUNDLE_SHA256: sha256Hex(code),
  BUNDLE_ENDPOINT: 'https://s3.eu-central-1.amazonaws.com',
  MODEL_NAME: 'churn',
};

const giving =
  (content: string): Answer =>
  (_request, response) =>
    response.end(content);

test('the bundle is fetched with the credentials of the role, signed as AWS documents it, and run', async () => {
  const seen: unknown[] = [];
  const { run, lines } = containerSetUp(({ method, url, headers }, response) => {
    seen.push({ method, url, authorization: headers.authorization, token: headers['x-amz-security-token'] });
    response.end(code);
  });

  const { exitCode } = await run(bundleStarter, { environment });

  expect(lines()).toEqual(['trained for churn']);
  expect(exitCode).toBe(0);
  expect(seen).toEqual([{ method: 'GET', url: '/assets/code.mjs', authorization, token: 'session' }]);
});

test('other bytes than those that were deployed are not run', async () => {
  const { run, lines } = containerSetUp(giving(`${code}console.log('and more');`));

  const { exitCode } = await run(bundleStarter, { environment });

  expect(exitCode).toBe(TEMPORARY_FAILURE);
  expect(lines()[0]).toEqual(
    expect.stringMatching(/^Error: code\.mjs should have the sha256 [0-9a-f]{64}, got [0-9a-f]{64}$/),
  );
});

test('a bundle that may not be read says what S3 said', async () => {
  const { run, lines } = containerSetUp((_request, response) => {
    response.statusCode = 403;
    response.end('<Code>AccessDenied</Code>');
  });

  const { exitCode } = await run(bundleStarter, { environment });

  expect(exitCode).toBe(TEMPORARY_FAILURE);
  expect(lines()[0]).toBe('Error: /assets/code.mjs should be readable, got 403: <Code>AccessDenied</Code>');
});
