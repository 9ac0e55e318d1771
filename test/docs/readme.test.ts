import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseModelDefinition } from '../../lib/index.ts';
import { codeBlocks, codeSpans, readPage, root, section, tableRows, withoutCodeBlocks } from './markdown.ts';
import { exportsBelow } from './module-exports.ts';

const readme = readPage('README.md');

describe('the first model', () => {
  const [text = ''] = codeBlocks(section(readme, 'Your first model'), 'json');

  test('is a model definition', () => {
    expect(parseModelDefinition(JSON.parse(text), 'README.md').name).toBe('churn');
  });

  test('has the ten lines that the page speaks of', () => {
    expect(section(readme, 'Your first model')).toContain('It has ten lines.');
    expect(text.trim().split('\n')).toHaveLength(10);
  });
});

test('the bodies that the API is said to take are taken', async () => {
  const { predictRequestSchema, feedbackRequestSchema } = (await exportsBelow('lib/domain')) as {
    [name: string]: { parse(body: unknown): unknown };
  };
  const [prediction, outcomes, ...rest] = codeBlocks(section(readme, 'Using it'), 'json').map((text) =>
    JSON.parse(text),
  );
  expect(predictRequestSchema?.parse(prediction)).toEqual(prediction);
  expect(feedbackRequestSchema?.parse(outcomes)).toEqual(outcomes);
  expect(rest).toEqual([]);
});

test('every call of the API is named', () => {
  const template = JSON.parse(readFileSync(join(root, 'cdk.out/Ratchet-bank-marketing.template.json'), 'utf8'));
  const resources: { Type: string; Properties: { RouteKey?: string } }[] = Object.values(template.Resources);
  const routes = resources.filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
  const said = tableRows(section(readme, 'Using it')).flatMap(([call = '']) => codeSpans(call));
  expect(said.sort()).toEqual(routes.map(({ Properties }) => Properties.RouteKey ?? '').sort());
});

describe('the constructs in another app', () => {
  const [text = ''] = codeBlocks(section(readme, 'In your own CDK app'), 'ts');
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(root, 'test/docs/example-'));
    writeFileSync(join(folder, 'app.ts'), text.replace(`'ratchet'`, `'../../../lib/index.ts'`));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('take twenty lines', () => {
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(20);
  });

  test('compile', () => {
    const settings = { extends: '../../../tsconfig.json', include: [], files: ['app.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    expect(() => execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { stdio: 'pipe' })).not.toThrow();
  });

  test('synthesize two stacks', () => {
    const env = { ...process.env, CDK_OUTDIR: join(folder, 'out') };
    execFileSync(process.execPath, [join(folder, 'app.ts')], { env, stdio: 'pipe' });
    const templates = readdirSync(join(folder, 'out')).filter((file) => file.endsWith('.template.json'));
    expect(templates.sort()).toEqual(['Churn.template.json', 'Shared.template.json']);
    expect(readFileSync(join(folder, 'out/Churn.template.json'), 'utf8')).toContain('acme-churn-retrain');
  });
});

test('every folder that is named is there', () => {
  const folders = codeSpans(section(readme, 'Where everything is')).filter((name) => name.endsWith('/'));
  expect(folders.length).toBeGreaterThan(5);
  expect(folders.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});

test('the stacks that synthesis is said to make are made', () => {
  const templates = readdirSync(join(root, 'cdk.out')).filter((file) => file.endsWith('.template.json'));
  const said = codeSpans(withoutCodeBlocks(section(readme, 'Try it'))).filter((name) => name.startsWith('Ratchet'));
  expect(said.map((name) => `${name}.template.json`).sort()).toEqual(templates.sort());
});
