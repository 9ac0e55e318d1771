import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelOf, missingLevel, missingNumber } from '../../../lib/domain/data-gate/missing-value.ts';
import { levelReader, numberReader } from '../../../lib/training/table/feature-reading.ts';

const markers = ['unknown', '-1', ' ', '0'];
const value = fc.oneof(
  fc.double(),
  fc.constantFrom(1e100, 1.1e100, -1e100, 0, -1, Number.NaN, Number.POSITIVE_INFINITY),
  fc.constantFrom('', ' ', 'unknown', '-1', '0', '12', '1e3', 'twelve', 'Infinity', ' 7 '),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);
const missing = fc.subarray(markers);

test('the data gate counts as missing exactly what training reads as missing', () => {
  fc.assert(
    fc.property(value, missing, (given, texts) => {
      expect(missingNumber(texts)(given)).toBe(Number.isNaN(numberReader(texts)(given)));
      expect(levelOf(texts)(given)).toBe(levelReader(texts)(given));
      expect(missingLevel(texts)(given)).toBe(levelReader(texts)(given) === null);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['', true],
  ['unknown', true],
  ['unknown ', true],
  [null, true],
  [undefined, true],
  [0, false],
  ['0', false],
  [-1, false],
  [false, false],
])('a number that is %j is missing: %s', (given, expected) => {
  expect(missingNumber(['unknown'])(given)).toBe(expected);
});

test.each([
  ['', null],
  ['  ', null],
  ['unknown', null],
  ['unknown ', 'unknown '],
  [null, null],
  [0, '0'],
  [true, 'true'],
])('the level of %j is %j', (given, expected) => {
  expect(levelOf(['unknown'])(given)).toBe(expected);
});
