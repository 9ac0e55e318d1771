import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machineStates } from './machines.ts';
import { codeSpans, readPage, root, section, tableRows } from './markdown.ts';
import { exportsBelow } from './module-exports.ts';
import { readStepRights } from './step-rights.ts';

const page = readPage('docs/architecture.md');

/** What the two tables below a machine's heading say: its states, and the variables between them. */
function documented(machine: string) {
  const rows = tableRows(section(page, machine));
  const isVariable = ([first = '']: readonly string[]) => first.startsWith('`');
  return {
    states: rows
      .filter((row) => !isVariable(row))
      .map(([name = '', , next = '']) => ({ name, next: next.split(', ').filter(Boolean) })),
    variables: rows.filter(isVariable).flatMap(([names = '']) => codeSpans(names)),
  };
}

describe.each([
  ['Retrain', 'retrain'],
  ['Rollback', 'rollback'],
] as const)('the machine %s', (heading, machine) => {
  const states = machineStates(machine);

  test('has the states that the page has, with the same ways between them', () => {
    const said = documented(heading).states.map(({ name, next }) => [name, [...next].sort()]);
    const synthesized = states.map(({ name, next }) => [name, [...next].sort()]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(synthesized));
  });

  test('keeps the variables that the page has', () => {
    const retrainVariables = documented('Retrain').variables;
    const synthesized = new Set(states.flatMap(({ variables }) => variables));
    for (const name of synthesized) expect(retrainVariables).toContain(name);
    if (machine === 'retrain') expect([...synthesized].sort()).toEqual([...retrainVariables].sort());
  });
});

test('the permission table is that of the roles', async () => {
  const rights = await readStepRights();
  const expected = rights.map(({ step, ledger, versionRecords, objects, functionAndAlias, other }) =>
    [`\`${step}\``, ledger, versionRecords, objects, functionAndAlias, other].join(' | '),
  );
  expect(tableRows(section(page, 'Permissions')).map((cells) => cells.join(' | '))).toEqual(expected);
});

test('every step has a row, apart from the one that belongs to the platform', async () => {
  const { stepNames } = await exportsBelow('lib/domain');
  const steps = tableRows(section(page, 'Permissions')).flatMap(([step = '']) => codeSpans(step));
  expect([...steps, 'notify'].sort()).toEqual([...(stepNames as string[])].sort());
});

test('the alarms that start a machine are those of the rules', async () => {
  const { probationAlarmKinds, retrainAlarmKinds } = await exportsBelow('lib/domain');
  const rows = tableRows(section(page, 'What starts what'));
  const startedBy = (machine: string) =>
    rows.filter(([, started]) => started === machine).flatMap(([cause = '']) => codeSpans(cause));
  expect(startedBy('Rollback').sort()).toEqual(['challenger-errors', ...(probationAlarmKinds as string[])].sort());
  const asking = startedBy('Retrain').filter((name) => name !== 'predict');
  expect(asking.sort()).toEqual(Object.keys(retrainAlarmKinds as object).sort());
});

test('every event of the ledger is named, and so is every part of an entry', async () => {
  const { ledgerEventSchema, ledgerEntrySchema } = (await exportsBelow('lib/domain')) as unknown as {
    ledgerEventSchema: { options: readonly { shape: { type: { value: string } } }[] };
    ledgerEntrySchema: { shape: object };
  };
  const text = section(page, 'The ledger');
  for (const { shape } of ledgerEventSchema.options) expect(text).toContain(shape.type.value);
  const parts = tableRows(text).flatMap(([cell = '']) => codeSpans(cell));
  expect(parts.sort()).toEqual(Object.keys(ledgerEntrySchema.shape).sort());
});

test('every layer that is there has its wall in the table', () => {
  const folders = tableRows(section(page, 'Layers and import walls')).flatMap(([cell = '']) => codeSpans(cell));
  for (const folder of ['lib/domain', 'lib/aws', 'lib/constructs', 'lambdas', 'bin', 'test']) {
    expect(existsSync(join(root, folder))).toBe(true);
    expect(folders).toContain(folder);
  }
});

test('as many previous champions are remembered as the page says', async () => {
  const { REMEMBERED_CHAMPIONS } = await exportsBelow('lib/domain');
  expect(REMEMBERED_CHAMPIONS).toBe(3);
  expect(section(page, 'The ledger')).toContain('up to three previous champions');
});
