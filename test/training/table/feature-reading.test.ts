import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelReader, numberReader } from '../../../lib/training/table/feature-reading.ts';

describe('a number', () => {
  const read = numberReader(['unknown', '-1']);

  test.each([
    [3, 3],
    [0, 0],
    [-2.5, -2.5],
    ['3', 3],
    [' 4.5 ', 4.5],
    ['1e3', 1000],
    [true, 1],
    [false, 0],
    [1e100, 1e100],
  ])('%j reads as %j', (value, number) => expect(read(value)).toBe(number));

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['NaN', Number.NaN],
    ['an empty text', ''],
    ['a blank text', '  '],
    ['a missing text', 'unknown'],
    ['a missing text that is a number', '-1'],
    ['the number of a missing text', -1],
    ['another way to write that number', '-1.0'],
    ['a text that is no number', 'three'],
    ['a number with a unit', '3 years'],
    ['infinity', Number.POSITIVE_INFINITY],
    ['minus infinity', Number.NEGATIVE_INFINITY],
    ['a text of infinity', 'Infinity'],
    ['a number beyond all measure', 1.1e100],
    ['a list', [3]],
    ['an object', {}],
    ['a function that every object inherits', {}.toString],
  ])('%s is missing', (_what, value) => expect(read(value)).toBeNaN());

  test('of any value is finite or missing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null)), (value) => {
        const number = read(value);
        expect(Number.isNaN(number) || Number.isFinite(number)).toBe(true);
      }),
    );
  });

  test('is not missing only because another feature has that missing text', () => {
    expect(numberReader([])(-1)).toBe(-1);
    expect(numberReader(['', ' '])(0)).toBe(0);
  });
});

describe('a level', () => {
  const read = levelReader(['unknown']);

  test.each([
    ['management', 'management'],
    [' management ', ' management '],
    [7, '7'],
    [true, 'true'],
    [false, 'false'],
  ])('%j reads as %j', (value, level) => expect(read(value)).toBe(level));

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['a blank text', ' '],
    ['a missing text', 'unknown'],
    ['no number', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['a list', ['management']],
    ['a function that every object inherits', {}.toString],
  ])('%s is missing', (_what, value) => expect(read(value)).toBeNull());
});
