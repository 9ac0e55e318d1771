import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Lazy, Stack } from 'aws-cdk-lib';
import { afterAll, describe, expect, test } from 'vitest';
import { ModelPlatform, RetrainingPipeline, ratchetStacks, readModelFiles } from '../../lib/index.ts';
import { bankMarketing } from './synthesized.ts';

const root = mkdtempSync(join(tmpdir(), 'ratchet-models-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder of models; a text stands as it is, everything else becomes JSON. */
function folderOf(name: string, files: Readonly<Record<string, unknown>>): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** Runs the app as the CDK CLI does for `cdk synth -c models=<folder>`. */
function runApp(folder: string, output: string): { readonly status: number | null; readonly stderr: string } {
  const app = fileURLToPath(new URL('../../bin/app.ts', import.meta.url));
  const context = JSON.stringify({ models: folder });
  const env = { ...process.env, CDK_OUTDIR: output, CDK_CONTEXT_JSON: context, CDK_VALIDATION: 'false' };
  return spawnSync(process.execPath, [app], { env, encoding: 'utf8' });
}

const wrong = {
  'named.json': { ...bankMarketing, name: 'Bank Marketing' },
  'canary.json': {
    ...bankMarketing,
    name: 'falling',
    canary: {
      steps: [
        { weight: 0.5, bake: '1h' },
        { weight: 0.1, bake: '1 hour' },
      ],
    },
  },
  'twin-one.json': { ...bankMarketing, name: 'twin' },
  'twin-two.json': { ...bankMarketing, name: 'twin' },
  'broken.json': '{ "name": "broken", }',
  'unknown.json': { ...bankMarketing, name: 'unknown', colour: 'green' },
};

describe('wrong definitions', () => {
  const folder = folderOf('wrong', wrong);
  const output = folderOf('former-output', { 'manifest.json': 'of the last synthesis' });
  const { status, stderr } = runApp(folder, output);

  test('stop the app', () => {
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/^model definitions:\n/);
    // where it was noticed is of no use to whoever wrote the definition
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['named.json: name', 'should be a name in kebab case', '"Bank Marketing"'],
    ['canary.json: canary.steps[1].weight', 'should be above 0.5', '0.1'],
    ['canary.json: canary.steps[1].bake', 'should be a duration', '"1 hour"'],
    ['twin-two.json: name', 'should be unlike the name in', '"twin"'],
    ['broken.json', 'should be JSON with', '}'],
    ['unknown.json: colour', 'should not be there', '"green"'],
  ])('are all named, with file, field, expectation and value: %s', (field, expected, got) => {
    const line = stderr.split('\n').find((one) => one.includes(`${folder}/${field}`));

    expect(line).toContain(expected);
    expect(line?.split(', got ').at(-1)).toContain(got);
  });

  test('leave the last output as it was', () => {
    expect(readdirSync(output)).toEqual(['manifest.json']);
    expect(readFileSync(join(output, 'manifest.json'), 'utf8')).toBe('of the last synthesis');
  });
});

test('a folder without a model stops the app, and says what should be there', () => {
  const folder = folderOf('empty', { 'model-definition.schema.json': {}, 'notes.txt': 'nothing here' });
  const output = join(root, 'no-output');

  const { status, stderr } = runApp(folder, output);

  expect(status).not.toBe(0);
  expect(stderr).toContain(`${folder} should have a model definition, for example ${folder}/my-model.json`);
  expect(existsSync(join(output, 'manifest.json'))).toBe(false);
});

test('a folder with a model gives one stack for it and one for the platform', () => {
  const output = join(root, 'output');

  const { status } = runApp(folderOf('right', { 'one.json': { ...bankMarketing, name: 'one' } }), output);

  expect(status).toBe(0);
  expect(readdirSync(output).filter((file) => file.endsWith('.template.json'))).toEqual([
    'Ratchet-one.template.json',
    'RatchetPlatform.template.json',
  ]);
});

test('files are read in the order of their names, schemas and other files apart', () => {
  const one = { ...bankMarketing, name: 'one' };
  const two = { ...bankMarketing, name: 'two' };

  const files = folderOf('sorted', { 'b.json': one, 'a.json': two, 'c.schema.json': {}, 'd.csv': 'age;job' });

  expect(readModelFiles(files)).toEqual([two, one]);
});

describe('the constructs refuse', () => {
  const stacks = (definition: object, platformName?: string) => () =>
    ratchetStacks(new App(), {
      definitions: [{ ...bankMarketing, ...definition }],
      ...(platformName && { platformName }),
    });

  test('a second model of the same name on one platform: they would share a ledger', () => {
    const app = new App();
    const platform = new ModelPlatform(new Stack(app, 'Platform'), 'Platform');
    const pipeline = (stack: string) =>
      new RetrainingPipeline(new Stack(app, stack), 'Pipeline', { platform, definition: bankMarketing });

    pipeline('One');

    expect(() => pipeline('Two')).toThrow(
      "'name' should be another one: the platform has a model 'bank-marketing' already",
    );
  });

  test('a definition with wrong fields, all at once', () => {
    const wrongFields = stacks({ target: '', labels: 'yes', memory: { train: 64 } });

    expect(wrongFields).toThrow(/'target' should/);
    expect(wrongFields).toThrow(/'labels' should/);
    expect(wrongFields).toThrow(/'memory.train' should .* got 64/);
    expect(wrongFields).toThrow(/Ratchet-bank-marketing\/Pipeline/);
  });

  test('a name that is known only when the stack is deployed', () => {
    const late = Lazy.string({ produce: () => 'late' });

    expect(stacks({ name: late })).toThrow();
    expect(stacks({}, late)).toThrow(/'platformName' should be/);
  });

  test.each(['Ratchet', 'a-name-of-more-than-twenty', '1st', 'ratchet_two'])('the platform name %s', (platformName) => {
    expect(stacks({}, platformName)).toThrow(
      `'platformName' should be at most 20 of a-z, 0-9 and -, for example "ratchet", got "${platformName}"`,
    );
  });

  test('no platform name of letters, digits and dashes', () => {
    for (const platformName of ['r', 'ratchet-2', 'a2345678901234567890']) {
      expect(stacks({}, platformName)).not.toThrow();
    }
  });
});
