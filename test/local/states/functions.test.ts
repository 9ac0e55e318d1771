import { expect, test } from 'vitest';
import { execute, machineOf, statesSetUp } from './states-set-up.ts';

const evaluate = async (expression: string) => {
  const definition = machineOf({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });
  const { output, cause } = await execute(statesSetUp(), definition);
  return cause ?? output;
};

test.each([
  [
    '$partition([1, 2, 3, 4], 2)',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['$partition([1, 2, 3], 2.9)', [[1, 2], [3]]],
  ['$partition([1, 2, 3], 9)', [[1, 2, 3]]],
  ['$range(1, 7, 2)', [1, 3, 5, 7]],
  ['$range(1, 8, 2)', [1, 3, 5, 7]],
  ['$range(3, 1, -1)', [3, 2, 1]],
  ['$range(-1.7, 1, 1)', [-1, 0, 1]],
  ['$range(5, 5, 1)', 5],
  ["$hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
  ["$hash('a', 'SHA-1')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
  ["$substring($hash('a', 'SHA-384'), 0, 8)", '54a59b9f'],
  ["$substring($hash('a', 'SHA-512'), 0, 8)", '1f40fc92'],
  ['$parse(\'[1, {"a": null}]\')', [1, { a: null }]],
  ["$toMillis('2026-01-01T00:00:00Z')", Date.UTC(2026, 0, 1)],
])('%s', async (expression, expected) => {
  expect(await evaluate(expression)).toEqual(expected);
});

test.each([
  ['$partition([1, 2], 0)', 'returned nothing (undefined)'],
  ['$partition([], 2)', 'returned nothing (undefined)'],
  ["$partition([1], 'x')", 'T0410'],
  ['$range(1, 3)', 'returned nothing (undefined)'],
  ['$range(1, 3, -1)', 'returned nothing (undefined)'],
  ['$range(1, 3, 0)', 'returned nothing (undefined)'],
  ['$range(1, 360146, 1)', 'Expression evaluation memory limit exceeded'],
  ["$hash('a')", 'returned nothing (undefined)'],
  ["$hash('a', 'sha-256')", 'the algorithm should be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, got sha-256'],
  ["$parse('{')", 'threw an error during evaluation'],
  ["$random('x')", 'a number was expected, got "x"'],
])('%s fails: %s', async (expression, problem) => {
  expect(await evaluate(expression)).toContain(problem);
});
