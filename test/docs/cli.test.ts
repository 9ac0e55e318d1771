import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../lib/cli/exit-codes.ts';
import { modelVerbs } from '../../lib/cli/verbs/model-verbs.ts';
import { type CliFlag, type CliVerb, type CliVerbName, cliVerbs, commonFlags } from '../../lib/domain/cli-verbs.ts';
import { codeBlocks, codeSpans, headings, readPage, section, tableRows } from './markdown.ts';

const page = readPage('docs/cli.md');
const all: Readonly<Record<CliVerbName, CliVerb>> = cliVerbs;
const offered = Object.entries(all).filter(([name]) => name === 'demo' || Object.hasOwn(modelVerbs, name));

function rowOf({ flag, value, summary, required }: CliFlag): string[] {
  const written = value === undefined ? flag : `${flag} ${value}`;
  return [`\`${written}\``, required ? `${summary} (required)` : summary];
}

test('the page has a section for every verb that there is, in their order, and for no other', () => {
  expect(headings(section(page, 'Verbs'), 3)).toEqual(offered.map(([name]) => name));
});

test.each(offered)('the section on %s has the flags of the table', (name, { flags }) => {
  expect(tableRows(section(page, name))).toEqual(flags.map(rowOf));
});

test.each(offered.filter(([name]) => name !== 'demo'))('the section on %s has an example of it', (name) => {
  const [example = ''] = codeBlocks(section(page, name), '');

  expect(example).toMatch(new RegExp(`^\\$ ratchet ${name}\\b`));
  const prose = example.split('\n').filter((line) => !/arn:|https:/.test(line));
  for (const line of prose) expect(line.length).toBeLessThanOrEqual(80);
});

test('the page has the common flags and the exit codes', () => {
  expect(tableRows(section(page, 'Common flags'))).toEqual(commonFlags.map(rowOf));
  const rows = tableRows(section(page, 'Exit codes')).map(([code, name = '']) => [codeSpans(name)[0], Number(code)]);
  expect(Object.fromEntries(rows)).toEqual(exitCodes);
});

describe('the rights', () => {
  const rows = tableRows(section(page, 'Rights'));

  test('are there for every verb about a model', () => {
    const named = rows.slice(1).flatMap(([verbs = '']) => codeSpans(verbs));
    expect(named.toSorted()).toEqual(Object.keys(modelVerbs).toSorted());
  });

  test('write nothing but executions', () => {
    const actions = rows.flatMap(([, cell = '']) => codeSpans(cell)).filter((span) => span.includes(':'));
    const reading = /:(Get|List|Describe|Query|Verify|Decrypt)/;
    expect(actions.filter((action) => !reading.test(action))).toEqual([
      'states:StartExecution',
      'states:StartExecution',
    ]);
  });
});
