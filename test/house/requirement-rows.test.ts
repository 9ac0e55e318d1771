import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const tests = fileURLToPath(new URL('..', import.meta.url));

/** What the release protocol has to show, by the rows of the requirements. */
const releaseProtocol = [
  ['S0', [4]],
  ['S1', [25, 26, 27, 28, 31, 32, 33, 42]],
  ['S2', [11, 16, 38]],
  ['S3', [14, 15, 16, 17, 18, 19, 20]],
  ['S4', [13, 15, 16, 17, 18, 28, 29, 30, 31, 35, 36, 37]],
] as const;

const rows = releaseProtocol.flatMap(([source, numbers]) =>
  numbers.map((number) => `${source}-${String(number).padStart(2, '0')}`),
);

const named = rowsNamedByTests();

/** Rows in brackets at the end of a title, or of what a table puts into one, such as `(S1-25, S1-28)`. */
function rowsNamedIn(text: string): string[] {
  const named = text.matchAll(/\((S\d-\d\d(?:, S\d-\d\d)*)\)['"`]/g);
  return [...named].flatMap(([, list = '']) => list.split(', '));
}

function rowsNamedByTests(): Set<string> {
  const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts'));
  const others = files.filter((path) => !path.endsWith('requirement-rows.test.ts'));
  return new Set(others.flatMap((path) => rowsNamedIn(readFileSync(join(tests, path), 'utf8'))));
}

test('a title names rows in brackets at its end, and nowhere else', () => {
  expect(rowsNamedIn("test('it goes back (S1-25)', () => {")).toEqual(['S1-25']);
  expect(rowsNamedIn('[`the shortest (S1-25, S4-07)`, 1]')).toEqual(['S1-25', 'S4-07']);
  expect(rowsNamedIn("/** What is asked for (S1-25). */\ntest('(S1-26) comes first', () => {")).toEqual([]);
});

test.each(rows)('row %s of the release protocol is shown by a test that names it', (row) => {
  expect([...named]).toContain(row);
});
