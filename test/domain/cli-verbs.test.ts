import { expect, test } from 'vitest';
import { type CliVerb, cliVerbs, commonFlags } from '../../lib/domain/cli-verbs.ts';

const verbs: [string, CliVerb][] = Object.entries(cliVerbs);

test('the verbs that operators of the source systems know are there, with their flags', () => {
  const flags = (verb: keyof typeof cliVerbs) => cliVerbs[verb].flags.map(({ flag }) => flag);
  expect(flags('retrain')).toEqual(['--since-days', '--use-api', '--model-type', '--no-auto-deploy']);
  expect(flags('collect')).toEqual(['--since-days', '--use-api']);
  expect(flags('train')).toEqual(['--input', '--output']);
  expect(flags('rollback')).toEqual(['--version', '--at', '--reason']);
  expect(flags('history')).toContain('--verify');
  expect(flags('info')).toContain('--version');
});

test('what changes traffic by hand demands a reason', () => {
  const demanded = (verb: CliVerb) => verb.flags.some(({ flag, required }) => flag === '--reason' && required);
  expect(verbs.filter(([, verb]) => demanded(verb)).map(([name]) => name)).toEqual([
    'rollback',
    'pause',
    'resume',
    'scrub',
  ]);
});

test.each(verbs)('%s has each flag once, and none of the common ones', (_name, verb) => {
  const flags = [...commonFlags, ...verb.flags].map(({ flag }) => flag);
  expect(new Set(flags).size).toBe(flags.length);
});
