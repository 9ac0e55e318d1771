import { describe, expect, test } from 'vitest';
import { moduleStarter } from '../../../lib/constructs/training/module-starter.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { containerSetUp } from './container-set-up.ts';

const FOLDER = '/artifacts/churn/exchanges/abc/a%2Bb';
const rows = {
  [`${FOLDER}/rows/train.csv`]: 'y,age\n1,42\n',
  [`${FOLDER}/rows/validation.csv`]: 'y,age\n0,21\n',
  [`${FOLDER}/rows/layout.json`]: '{"target": "y"}',
};
const key = (name: string) => `churn/exchanges/abc/a+b/${name}`;

interface Written {
  readonly url: string;
  readonly condition: string | string[] | undefined;
  readonly body: string;
}

/** How a container with this module ended, what it wrote, and what it said. */
async function ran(code: string, statusOfWrites = 200) {
  const written: Written[] = [];
  const objects: Record<string, string> = { ...rows, '/assets/code.mjs': code };
  const { run, lines } = containerSetUp((request, response) => {
    const { method, url = '', headers } = request;
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      if (method === 'GET') return response.end(objects[url]);
      written.push({ url, condition: headers['if-none-match'], body: Buffer.concat(chunks).toString() });
      response.statusCode = statusOfWrites;
      return response.end();
    });
  });
  const environment = {
    AWS_REGION: 'eu-central-1',
    BUNDLE_BUCKET_NAME: 'assets',
    BUNDLE_KEY: 'code.mjs',
    BUNDLE_SHA256: sha256Hex(code),
    BUNDLE_ENDPOINT: 'https://s3.eu-central-1.amazonaws.com',
    TRAINER_BUCKET_NAME: 'artifacts',
    TRAINER_TRAIN_KEY: key('rows/train.csv'),
    TRAINER_VALIDATION_KEY: key('rows/validation.csv'),
    TRAINER_LAYOUT_KEY: key('rows/layout.json'),
    TRAINER_MODEL_KEY: key('model'),
  };
  const { exitCode } = await run(moduleStarter, { environment });
  return { exitCode, written, lines: lines() };
}

const reads = `
import { readFileSync } from 'node:fs';
export const train = ({ train, validation, layout }) =>
  [readFileSync(train, 'utf8'), readFileSync(validation, 'utf8'), layout.target].join('|');
`;

describe('a module', () => {
  test('gets the rows as files and the layout, and what it gives back is written once', async () => {
    const { exitCode, written } = await ran(reads);

    expect(exitCode).toBe(0);
    expect(written).toEqual([{ url: `${FOLDER}/model`, condition: '*', body: 'y,age\n1,42\n|y,age\n0,21\n|y' }]);
  });

  test.each([
    ['an object', "export const train = async () => ({ learner: 'ü' });", '{"learner":"ü"}'],
    ['bytes', 'export const train = () => new Uint8Array([123, 125]);', '{}'],
  ])('may give %s', async (_, code, body) => {
    expect((await ran(code)).written).toMatchObject([{ body }]);
  });

  test('whose model is there already, from an attempt before, is done', async () => {
    expect(await ran(reads, 412)).toMatchObject({ exitCode: 0 });
  });
});

describe('a container fails', () => {
  test.each([
    ['without a function to call', 'export const fit = 1;', 200, /should export a function train, got undefined/],
    ['where the function does', "export const train = () => { throw new Error('no luck'); };", 200, /no luck/],
    ['that may not write', reads, 403, /model should be writable, got 403/],
  ])('%s', async (_, code, status, message) => {
    const { exitCode, lines } = await ran(code, status);

    expect(exitCode).toBe(1);
    expect(lines.join('\n')).toMatch(message);
  });
});
