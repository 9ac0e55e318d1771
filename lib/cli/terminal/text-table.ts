import stringWidth from 'string-width';
import { getBorderCharacters, table } from 'table';
import { wrapped } from './paragraph.ts';
import type { Terminal } from './terminal.ts';

const GAP = 2;

export interface TableLook {
  /** Titles of the columns. @default none */
  readonly head?: readonly string[];
  /** Numbers of columns whose cells end at the same place, such as those of numbers. @default none */
  readonly right?: readonly number[];
  /** Blanks before every line. @default 0 */
  readonly indent?: number;
}

/** Aligned columns without lines between them; the last one is wrapped to the width of the terminal. */
export function textTable(
  { width, paint }: Terminal,
  rows: readonly (readonly string[])[],
  { head, right = [], indent = 0 }: TableLook = {},
): string {
  const all = head === undefined ? rows : [head.map((title) => paint('dim', title)), ...rows];
  const [first] = all;
  if (first === undefined) return '';
  const last = first.length - 1;
  const taken = first.slice(0, last).reduce((sum, _, column) => sum + widest(all, column) + GAP, indent);
  const cells = all.map((row) => [...row.slice(0, last), wrapped(row[last] ?? '', width - taken)]);
  const text = table(cells, {
    border: getBorderCharacters('void'),
    columnDefault: { paddingLeft: 0, paddingRight: GAP },
    columns: first.map((_, column) => ({ alignment: right.includes(column) ? 'right' : 'left' })),
    drawHorizontalLine: () => false,
  });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line.trimEnd()}`)
    .join('\n');
}

/** Pairs of a name and what is to be said of it, the names in a quiet colour. */
export function factList(terminal: Terminal, facts: readonly (readonly [string, string])[], indent = 0): string {
  return textTable(
    terminal,
    facts.map(([name, fact]) => [terminal.paint('dim', name), fact]),
    { indent },
  );
}

function widest(rows: readonly (readonly string[])[], column: number): number {
  return Math.max(...rows.map((row) => Math.max(...(row[column] ?? '').split('\n').map((line) => stringWidth(line)))));
}
