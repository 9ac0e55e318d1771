import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type StepName, stepEnvironment, stepNames } from '../../lib/domain/steps/environment.ts';

const require = createRequire(import.meta.url);
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly bytes: number }>>;
  readonly outputs: Readonly<Record<string, { readonly bytes: number }>>;
}

function metafileOf(step: StepName): Metafile {
  return JSON.parse(readFileSync(`${dist}metafiles/${step}.json`, 'utf8'));
}

function bundleOf(step: StepName): string {
  return `${dist}lambdas/${step}/index.mjs`;
}

/** What must not travel to AWS: infrastructure, the local runtime, the command line, tests. */
const strangers =
  /(^|node_modules\/)(aws-cdk-lib|constructs|cdk-nag|vitest|fast-check|dynalite|fauxqs|esbuild)\/|^(test|bench|bin|models|lib\/(constructs|local|cli|page))\//;

test('every step has a bundle, and there is no other', () => {
  expect(readdirSync(`${dist}lambdas`).sort()).toEqual([...stepNames].sort());
  expect(readdirSync(`${dist}metafiles`).sort()).toEqual(stepNames.map((step) => `${step}.json`).sort());
});

describe.each(stepNames)('the bundle of %s', (step) => {
  const { inputs, outputs } = metafileOf(step);

  test('holds what a handler needs, and nothing of the infrastructure, the laptop or the tests', () => {
    expect(Object.keys(inputs)).toContain(`lambdas/${step}.ts`);
    expect(Object.keys(inputs).filter((path) => strangers.test(path))).toEqual([]);
  });

  test('is one file of less than five megabytes', () => {
    const [bundle, ...others] = Object.values(outputs);

    expect(others).toEqual([]);
    expect(bundle?.bytes).toBe(statSync(bundleOf(step)).size);
    expect(bundle?.bytes).toBeLessThan(5_000_000);
  });
});

describe.each(stepNames)('the handler of %s', (step) => {
  beforeEach(() => {
    for (const name of stepEnvironment[step]) vi.stubEnv(name, '');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('names every variable that is missing, then whatever is wrong with the event', async () => {
    const { handler } = require(bundleOf(step));
    const names = stepEnvironment[step];
    const wrongEvent = wrongEvents[step] ?? { execution: { arn: '' }, Records: 'none' };

    await expect(handler(wrongEvent, {})).rejects.toMatchObject({
      name: 'MissingConfiguration',
      message: `set ${names.join(', ')} for the step '${step}'`,
    });
    for (const name of names) vi.stubEnv(name, `value of ${name}`);
    await expect(handler(wrongEvent, {})).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(new RegExp(`^the input of the step '${step}':[^']+'[\\w.]+' should`)),
    });
  });
});

/** Where an event may be of two forms, it takes most of one to have its wrong field named. */
const wrongEvents: Partial<Record<StepName, unknown>> = {
  'roll-back': {
    execution: { arn: 'arn', name: 'one', startedAt: '2026-01-31T02:00:00Z' },
    request: { cause: 'alarm' },
  },
  predict: { ratchet: 'smoke-test', rows: [] },
};
