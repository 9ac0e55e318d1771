import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { InvalidInput } from '../../../lib/domain/errors.ts';
import { parseJsonBody } from '../../../lib/domain/steps/json-body.ts';

const schema = z.strictObject({ rows: z.array(z.number()).default([]), note: z.string().optional() });
const parse = (text: string) => parseJsonBody('the request', schema, text);

/** What an `InvalidInput` says is wrong. */
function problemsOf(text: string) {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  return [];
}

test('a right body is what the schema makes of it', () => {
  expect(parse('{"note":"ä 😀"}')).toEqual({ rows: [], note: 'ä 😀' });
});

test('a character that takes two may be escaped', () => {
  expect(parse('{"note":"\\ud83d\\ude00"}').note).toBe('😀');
});

describe('a wrong body', () => {
  test.each([
    ['', 'should be JSON', 'nothing'],
    ['{"rows"', 'should be JSON', '"{\\"rows\\""'],
    ['\ud800', 'should be JSON', '"\ufffd"'],
    ['{"note":"\\ud83d"}', 'should be well-formed Unicode', 'half of a character'],
    ['{"note":"\ude00"}', 'should be well-formed Unicode', 'half of a character'],
    [`{"note":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'should be nested less deeply', 'too many levels'],
    [
      `{"note":${'['.repeat(100_000)}"\\ud83d"${']'.repeat(100_000)}}`,
      'should be nested less deeply',
      'too many levels',
    ],
  ])('case %# is refused as a whole', (text, expected, got) => {
    expect(problemsOf(text)).toEqual([{ path: '', expected, got }]);
  });

  test('has every wrong field named', () => {
    expect(problemsOf('{"rows":[1,"2"],"note":3,"more":4}').map(({ path }) => path)).toEqual([
      'rows[1]',
      'note',
      'more',
    ]);
  });

  test('has its first hundred wrong fields named, and the rest counted', () => {
    const wrong = (count: number) => problemsOf(JSON.stringify({ rows: Array.from({ length: count }, () => 'x') }));

    expect(wrong(100)).toHaveLength(100);
    expect(wrong(100).at(-1)?.path).toBe('rows[99]');
    expect(wrong(102)).toHaveLength(101);
    expect(wrong(102).at(-1)).toEqual({
      path: '',
      expected: 'should be right in every field',
      got: '2 more that are wrong',
    });
  });
});
