import { expect, test } from 'vitest';
import { terminalOf } from '../../../lib/cli/terminal/terminal.ts';

test.each([
  [undefined, 80],
  [0, 80],
  [40, 40],
  [140, 140],
  [141, 140],
  [300, 140],
])('of %s columns, %i are used', (columns, width) => {
  expect(terminalOf({ columns }, {}).width).toBe(width);
});

test.each([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['a stream that does not say', undefined, {}, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
  ['a dumb terminal', true, { TERM: 'dumb' }, false],
])('%s: colours are %s', (_what, isTTY, environment, isColoured) => {
  const { paint } = terminalOf({ isTTY }, environment);

  expect(paint('red', 'text')).toBe(isColoured ? '\u001b[31mtext\u001b[39m' : 'text');
});
