import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFault } from '../../../lib/domain/definition/json-syntax.ts';

test.each([
  ['', 0, 'a value'],
  ['  ', 2, 'a value'],
  ['{', 1, 'a name in double quotes or "}"'],
  ['{a: 1}', 1, 'a name in double quotes or "}"'],
  ["{'a': 1}", 1, 'a name in double quotes or "}"'],
  ['{"a" 1}', 5, '":" after the name'],
  ['{"a": }', 6, 'a value'],
  ['{"a": tru}', 6, 'a value'],
  ['{"a": trueish}', 6, 'a value'],
  ['{"a": 01}', 6, 'a value'],
  ['{"a": 1.}', 6, 'a value'],
  ['{"a": .5}', 6, 'a value'],
  ['{"a": NaN}', 6, 'a value'],
  ['{"a": "line\nend"}', 6, 'a value'],
  ['{"a": "\\x"}', 6, 'a value'],
  ['{"a": 1 "b": 2}', 8, '"," or the closing bracket'],
  ['{"a": 1,}', 8, 'a name in double quotes that its object does not have yet'],
  ['{"a": 1, "a": 2}', 9, 'a name in double quotes that its object does not have yet'],
  ['[1, 2', 5, '"," or the closing bracket'],
  ['[1, ]', 4, 'a value'],
  ['[1}', 2, '"," or the closing bracket'],
  ['[}', 1, 'a value or "]"'],
  ['{} {}', 3, 'the end of the file'],
  ['// a comment\n{}', 0, 'a value'],
  ['\ufeff{}', 0, 'a value'],
])('%j has its first fault at %d: %s', (text, offset, expected) => {
  expect(jsonFault(text)).toEqual({ offset, expected });
});

test('brackets go 50 levels deep and no deeper', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

  expect(jsonFault(nested(50))).toBeNull();
  expect(jsonFault(nested(51))).toEqual({ offset: 50, expected: 'at most 50 levels of brackets' });
  expect(jsonFault('['.repeat(65_000))?.offset).toBe(50);
});

test('one name may stand in two objects', () => {
  expect(jsonFault('[{"a": {"a": 1}}, {"a": 2}]')).toBeNull();
});

describe('for every text', () => {
  const json = fc.json({ maxDepth: 5 });

  test('what JSON.stringify writes has no fault', () => {
    fc.assert(fc.property(json, (text) => jsonFault(text) === null));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => jsonFault(JSON.stringify(value, null, 2)) === null),
    );
    expect(jsonFault('"\u007f\u0085"')).toBeNull();
  });

  test('a fault is found exactly where JSON.parse finds one', () => {
    const damaged = fc
      .tuple(json, fc.nat(), fc.constantFrom('', ',', ':', '"', '{', ']', '1', ' ', '\\', '-', 'e', 'null'))
      .map(([text, place, insert]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + insert + text.slice(at + 1);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const fault = jsonFault(text);
        fc.pre(!fault?.expected.startsWith('a name in double quotes that'));
        expect(fault === null).toBe(parses(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
