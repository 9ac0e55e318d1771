import { expect, test } from 'vitest';
import { invariantNames } from '../proof/invariants.ts';
import { removals } from '../proof/removals.ts';
import { readPage, section, tableRows } from './markdown.ts';

const page = readPage('docs/safety.md');

test('the page explains every invariant that is looked at, and no other', () => {
  const explained = tableRows(section(page, 'What holds')).map(([name]) => name);

  expect(explained.filter((name) => name !== 'invariant')).toEqual([...invariantNames]);
});

test('the page has a row for every removal of guards, with what falls and a schedule that shows it', () => {
  const rows = tableRows(section(page, 'What falls without each guard'));

  expect(rows.map(([without, falls]) => [without, falls])).toEqual(
    removals.map(({ guards, violates }) => [guards.join(' + '), violates]),
  );
  for (const [, , schedule] of rows) expect(schedule).toContain(': ');
});
