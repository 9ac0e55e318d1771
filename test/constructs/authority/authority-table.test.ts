import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { authorityTable, missingFrom } from './authority-table.ts';
import { modelNames, wholeApp } from './whole-app.ts';

const { platform, models } = wholeApp();
const lines = authorityTable([platform, ...models], modelNames);
const checkedIn = readFileSync(fileURLToPath(new URL('authority.txt', import.meta.url)), 'utf8')
  .trimEnd()
  .split('\n');

/** The lines of one model and the platform. */
function linesOf(index: number): readonly string[] {
  return authorityTable([platform, ...models.slice(index, index + 1)], modelNames);
}

test('whatever a role, a service or anybody else may do is in the table, and nothing else is', async () => {
  const difference = [
    ...missingFrom(checkedIn, lines).map((line) => `not in the table: ${line}`),
    ...missingFrom(lines, checkedIn).map((line) => `in the table only: ${line}`),
  ];
  const remedy = 'if that is meant, run: npx vitest run test/constructs/authority --update';

  await expect(`${lines.join('\n')}\n`, [...difference, remedy].join('\n')).toMatchFileSnapshot('./authority.txt');
});

test('one right more or less is named', () => {
  const [first = '', ...others] = lines;

  expect(missingFrom(others, lines)).toEqual([first]);
  expect(missingFrom([...lines, 'everybody | may | everything'], lines)).toEqual([]);
  expect(missingFrom(lines, [...lines, 'everybody | may | everything'])).toEqual(['everybody | may | everything']);
});

test('a model that no alarm retrains lacks what starts a retrain on an alarm, and otherwise models are alike', () => {
  const [own, everything] = [linesOf(0), linesOf(models.length - 1)];

  expect(missingFrom(everything, own)).toEqual([]);
  const optional = missingFrom(own, everything);
  expect(optional.length).toBeGreaterThan(0);
  for (const line of optional)
    expect(line).toMatch(/RetrainWorkflow\/Machine\/StateMachine\/EventsRole|Rules\/Retrain-/);
});

test('every role of every stack is in the table, as one that somebody may take', () => {
  const roles = [platform, ...models].flatMap((stack) => stack.of('AWS::IAM::Role').map(({ path }) => path));

  expect(roles.length).toBeGreaterThan(50);
  for (const role of new Set(roles)) expect(lines.join('\n')).toContain(`| sts:AssumeRole | <${role}>`);
});

test('no line has the name of a model or of an export in it', () => {
  for (const line of lines) expect(line).not.toMatch(/bank-marketing|everything|Fn::|<import|\[object/);
});
