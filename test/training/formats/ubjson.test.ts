import { describe, expect, test } from 'vitest';
import { readUbjson } from '../../../lib/training/formats/ubjson.ts';

/** Bytes of texts and of numbers from 0 to 255. */
function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))));
}

describe('a value of UBJSON', () => {
  test.each([
    ['nothing', ['Z'], null],
    ['true', ['T'], true],
    ['false', ['F'], false],
    ['an int8', ['i', 0xff], -1],
    ['a uint8', ['U', 0xff], 255],
    ['an int16', ['I', 0xff, 0xfe], -2],
    ['an int32', ['l', 0x80, 0, 0, 0], -(2 ** 31)],
    ['an int64', ['L', 0, 0, 0, 1, 0, 0, 0, 0], 2 ** 32],
    ['a float32', ['d', 0x3f, 0xc0, 0, 0], 1.5],
    ['a float64', ['D', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 1.5],
    ['a character', ['C', 'x'], 'x'],
    ['a text', ['S', 'U', 2, 0xc3, 0xa9], 'é'],
    ['a number with many digits', ['H', 'i', 3, '1.5'], '1.5'],
    ['an array', ['[', 'i', 1, 'N', 'Z', ']'], [1, null]],
    ['an array with a count', ['[', '#', 'i', 2, 'T', 'F'], [true, false]],
    ['an array of numbers of one type', ['[', '$', 'I', '#', 'i', 2, 0, 1, 0, 2], [1, 2]],
    ['an empty array of one type', ['[', '$', 'd', '#', 'L', 0, 0, 0, 0, 0, 0, 0, 0], []],
    ['an array of texts', ['[', '$', 'S', '#', 'i', 2, 'i', 1, 'a', 'i', 1, 'b'], ['a', 'b']],
    ['an object', ['{', 'i', 1, 'a', 'T', 'i', 1, 'b', '[', ']', '}'], { a: true, b: [] }],
    ['an object with a count', ['{', '#', 'i', 1, 'i', 1, 'a', 'Z'], { a: null }],
    ['an object of one type', ['{', '$', 'i', '#', 'i', 1, 'i', 1, 'a', 7], { a: 7 }],
  ])('is read: %s', (_, parts, value) => {
    expect(readUbjson(bytes(...parts))).toEqual(value);
  });

  test('keeps a member by the name of __proto__ to itself', () => {
    const read = readUbjson(bytes('{', 'i', 9, '__proto__', '{', 'i', 1, 'a', 'T', '}', '}'));

    expect(Object.keys(Object(read))).toEqual(['__proto__']);
    expect(Object(read).a).toBeUndefined();
  });
});

describe('broken UBJSON is refused with the byte', () => {
  test.each([
    ['an empty file', [], "'byte 0' should be 1 more bytes, got 0"],
    ['an unknown marker', ['x'], '\'byte 0\' should be the marker of a value, got "x"'],
    ['a number that breaks off', ['l', 0, 0], "'byte 1' should be 4 more bytes, got 2"],
    ['bytes behind the value', ['T', 'T'], '\'byte 1\' should be the end of the file, got "1 bytes"'],
    ['an array without an end', ['[', 'T'], "'byte 2' should be 1 more bytes"],
    ['a negative length', ['S', 'i', 0xff], "'byte 3' should be a length from 0 to the 0 bytes that are left, got -1"],
    ['a length that is no integer', ['S', 'd', 0, 0, 0, 0], 'should be a length, for example of type L'],
    ['a count beyond the file', ['[', '$', 'd', '#', 'L', 0x7f, 0, 0, 0, 0, 0, 0, 0], 'should be a length from 0'],
    ['floats beyond the file', ['[', '$', 'd', '#', 'i', 2, 0, 0, 0, 0], "'byte 6' should be 8 more bytes, got 4"],
    ['a type of no bytes', ['[', '$', 'Z', '#', 'i', 0], 'should be a type of items with bytes, got "Z"'],
    ['a type without a count', ['[', '$', 'd', ']'], "should be a count '#' after the type of a container"],
    ['text that is not UTF-8', ['S', 'i', 1, 0xff], "'byte 3' should be text in UTF-8"],
    ['nesting without end', ['['.repeat(100_000)], 'should be nested at most 64 times'],
  ])('%s', (_, parts, message) => {
    expect(() => readUbjson(bytes(...parts))).toThrow(
      expect.objectContaining({ name: 'ModelFileBroken', message: expect.stringContaining(message) }),
    );
  });
});
