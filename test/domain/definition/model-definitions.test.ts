import { describe, expect, test } from 'vitest';
import { parseModelDefinitions } from '../../../lib/domain/definition/model-definitions.ts';
import { InvalidDefinition } from '../../../lib/domain/errors.ts';
import { refusal, smallest } from './definition-samples.ts';

const file = (source: string, fields: object) => ({
  source,
  text: JSON.stringify({ ...smallest, ...fields }, null, 2),
});

describe('the definitions of several files', () => {
  test('are read in their order', () => {
    const definitions = parseModelDefinitions([file('b.json', { name: 'second' }), file('a.json', { name: 'first' })]);

    expect(definitions.map(({ name }) => name)).toEqual(['second', 'first']);
  });

  test('may be none', () => {
    expect(parseModelDefinitions([])).toEqual([]);
  });

  test('report every problem of every file at once', () => {
    const files = [
      file('models/a.json', { colour: 'blue', window: { days: 1 } }),
      { source: 'models/b.json', text: '{\n  "name": "b-model",\n  "policy" "feed-ranker"\n}' },
      file('models/c.json', { name: 'C' }),
      { source: 'models/d.json', text: '[]' },
    ];

    expect(refusal(() => parseModelDefinitions(files))).toEqual([
      `'models/a.json: window.days' should be a whole number from 7 to 730, such as 90, got 1`,
      `'models/a.json: colour' should not be there: no such field, got "blue"`,
      `'models/b.json' should be JSON with ":" after the name at line 3, column 12, got "\\"feed-ranker\\""`,
      `'models/c.json: name' should be a name in kebab case of 3 to 40 characters, such as "bank-marketing", got "C"`,
      `'models/d.json' should be a JSON object, such as {"name": "bank-marketing", "policy": "backlink-actions", ...}, got []`,
    ]);
    expect(() => parseModelDefinitions(files)).toThrow(InvalidDefinition);
    expect(() => parseModelDefinitions(files)).toThrow(/^model definitions:\n- 'models\/a\.json: window\.days'/);
  });

  test('have names of their own, even when one of them is wrong otherwise', () => {
    const files = [file('a.json', {}), file('b.json', { target: 'age' }), file('c.json', {})];

    expect(refusal(() => parseModelDefinitions(files))).toEqual([
      `'b.json: features.numeric[0]' should be a column other than the target, got "age"`,
      `'b.json: name' should be unlike the name in a.json, got "bank-marketing"`,
      `'c.json: name' should be unlike the name in a.json, got "bank-marketing"`,
    ]);
  });

  test.each([
    [
      'a missing end',
      '{"name": "x"',
      `should be JSON with "," or the closing bracket at line 1, column 13, got the end of the file`,
    ],
    ['an empty file', '', `should be JSON with a value at line 1, column 1, got the end of the file`],
    ['a trailing comma', '{\n  "a": 1,\n}\n', `at line 3, column 1, got "}"`],
    ['half a character', `{"a": ${'😀'.repeat(30)}}`, `at line 1, column 7, got "😀`],
    [
      'a field given twice',
      '{"name": "x",\n "name": "y"}',
      `a name in double quotes that its object does not have yet at line 2, column 2`,
    ],
  ])('%s is refused with its position', (_, text, sentence) => {
    const [fault] = refusal(() => parseModelDefinitions([{ source: 'a.json', text }]));

    expect(fault).toContain(sentence);
  });

  test('are at most 64 KiB long, white space and all', () => {
    const text = JSON.stringify(smallest);
    const padded = (bytes: number) => [{ source: 'a.json', text: text + ' '.repeat(bytes - text.length) }];

    expect(parseModelDefinitions(padded(65_536))).toHaveLength(1);
    expect(refusal(() => parseModelDefinitions(padded(65_537)))).toEqual([
      `'a.json' should be at most 65536 bytes long, got 65537 bytes`,
    ]);
  });
});
