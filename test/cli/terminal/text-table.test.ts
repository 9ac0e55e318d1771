import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { paragraph } from '../../../lib/cli/terminal/paragraph.ts';
import { terminalOf } from '../../../lib/cli/terminal/terminal.ts';
import { factList, textTable } from '../../../lib/cli/terminal/text-table.ts';

const plain = (columns = 80) => terminalOf({ columns }, {});
const coloured = (columns = 80) => terminalOf({ columns, isTTY: true }, {});
const WORDS = 'the canary holds and everything else is as it should be today';

describe('a table', () => {
  test('has aligned columns and nothing between or after them', () => {
    const rows = [
      ['1.10.0', 'champion', '5'],
      ['1.9.0', 'rejected too late', '12000'],
    ];

    expect(textTable(plain(), rows, { head: ['version', 'role', 'rows'], right: [2] })).toBe(
      [
        'version  role                rows',
        '1.10.0   champion               5',
        '1.9.0    rejected too late  12000',
      ].join('\n'),
    );
  });

  test('wraps its last column to the width, under itself', () => {
    expect(textTable(plain(30), [['why', WORDS]])).toBe(
      ['why  the canary holds and', '     everything else is as it', '     should be today'].join('\n'),
    );
  });

  test.each([30, 31, 60, 80, 140])('stays within %i columns, also in colours', (columns) => {
    const rows = [[coloured().paint('red', 'why'), coloured().paint('green', WORDS.repeat(3))]];

    const lines = textTable(coloured(columns), rows, { indent: 3 }).split('\n');

    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  test('is aligned in colours as it is without', () => {
    const rows = (paint: (text: string) => string) => [
      [paint('a'), 'first'],
      ['bbb', paint('second')],
    ];
    const colour = (text: string) => coloured().paint('red', text);

    const painted = textTable(coloured(), rows(colour));

    expect(painted).toContain('\u001b[31m');
    expect(painted.replaceAll('\u001b[31m', '').replaceAll('\u001b[39m', '')).toBe(textTable(plain(), rows(String)));
  });

  test('keeps at least 20 characters for the last column where there is hardly any room', () => {
    const lines = textTable(plain(20), [['x'.repeat(30), WORDS]]).split('\n');

    expect(lines[0]).toBe(`${'x'.repeat(30)}  the canary holds and`);
  });

  test('without rows is empty', () => {
    expect(textTable(plain(), [])).toBe('');
  });

  test('may have empty cells and several lines in one', () => {
    expect(textTable(plain(), [['a', '', 'one\ntwo']])).toBe('a    one\n     two');
  });
});

test('facts have their names before them', () => {
  expect(
    factList(
      plain(),
      [
        ['live', '1.0.0'],
        ['phase', 'idle'],
      ],
      2,
    ),
  ).toBe('  live   1.0.0\n  phase  idle');
});

describe('a paragraph', () => {
  test('is wrapped between words and indented', () => {
    expect(paragraph(plain(30), WORDS, 4)).toBe(
      ['    the canary holds and', '    everything else is as it', '    should be today'].join('\n'),
    );
  });

  test('leaves a word whole that is longer than a line, so that a link can be copied', () => {
    const link = `https://${'x'.repeat(40)}`;

    expect(paragraph(plain(25), `see ${link} for more`, 5)).toBe(`     see\n     ${link}\n     for more`);
  });

  test('keeps empty lines empty', () => {
    expect(paragraph(plain(), 'one\n\ntwo', 2)).toBe('  one\n\n  two');
  });
});
