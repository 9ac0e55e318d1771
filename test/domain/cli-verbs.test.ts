import { expect, test } from 'vitest';
import { type CliVerb, cliVerbs, commonFlags, flagsOf } from '../../lib/domain/cli-verbs.ts';

const verbs: [string, CliVerb][] = Object.entries(cliVerbs);

test('the verbs that operators of the source systems know are there, with their flags', () => {
  const flags = (verb: keyof typeof cliVerbs) => cliVerbs[verb].flags.map(({ flag }) => flag);
  expect(flags('retrain')).toEqual([
    '--since-days',
    '--use-api',
    '--model-type',
    '--model-file',
    '--no-auto-deploy',
    '--follow',
  ]);
  expect(flags('collect')).toEqual(['--since-days', '--use-api']);
  expect(flags('train')).toEqual(expect.arrayContaining(['--input', '--output']));
  expect(flags('rollback')).toEqual(['--version', '--at', '--reason']);
  expect(flags('history')).toContain('--verify');
  expect(flags('info')).toContain('--version');
});

test('what changes traffic by hand demands a reason', () => {
  const demanded = (verb: CliVerb) => verb.flags.some(({ flag, required }) => flag === '--reason' && required);
  expect(verbs.filter(([, verb]) => demanded(verb)).map(([name]) => name)).toEqual(['rollback', 'pause', 'scrub']);
});

test.each(verbs)('%s has each flag once', (_name, verb) => {
  const flags = flagsOf(verb).map(({ flag }) => flag);
  expect(new Set(flags).size).toBe(flags.length);
});

/** They work on files, without a deployment. */
const offline = ['demo', 'train'];

test.each(verbs.filter(([name]) => !offline.includes(name)))('%s has all of the common flags', (_name, verb) => {
  const flags = flagsOf(verb);
  for (const common of commonFlags) expect(flags).toContainEqual(common);
});

test('the demo has a model of its own in a file, and neither a deployed nor a kept one', () => {
  const flags = flagsOf(cliVerbs.demo);

  expect(flags.find(({ flag }) => flag === '--model')?.value).toBe('FILE');
  expect(flags.map(({ flag }) => flag)).toEqual(['--seed', '--keep', '--speed', '--model', '--data', '--json']);
});

test('a training has a definition in a file, and neither a deployed nor a kept model', () => {
  const flags = flagsOf(cliVerbs.train);

  expect(flags.find(({ flag }) => flag === '--model')?.value).toBe('FILE');
  expect(flags.filter(({ required }) => required).map(({ flag }) => flag)).toEqual(['--input', '--output']);
  expect(flags.map(({ flag }) => flag)).toEqual(['--input', '--output', '--model', '--delimiter', '--json']);
});

test('only common flags are left out by a verb', () => {
  const common: string[] = commonFlags.map(({ flag }) => flag);
  for (const [, { without = [] }] of verbs) for (const flag of without) expect(common).toContain(flag);
});
