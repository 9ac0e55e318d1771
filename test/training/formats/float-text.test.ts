import fc from 'fast-check';
import { expect, test } from 'vitest';
import { floatText, roundedFloatText } from '../../../lib/training/formats/float-text.ts';

const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true });

test('the text of a float reads back to the same float', () => {
  fc.assert(fc.property(anyFloat, (value) => Object.is(Math.fround(Number(floatText(value))), value)));
});

test('no text of a float is an integer literal', () => {
  fc.assert(fc.property(anyFloat, (value) => /[.eE]/.test(floatText(value)) && /[.eE]/.test(roundedFloatText(value))));
});

test('no text of a float has more digits than it needs', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, min: Math.fround(1e-9), max: 999_999 }), (value) => {
      const digits =
        floatText(value)
          .split(/[eE]/)[0]
          ?.replace(/^-?[0.]*|[.]/g, '').length ?? 0;

      const fewest = [6, 7, 8, 9].find((count) => Math.fround(Number(value.toPrecision(count))) === value);
      expect(digits).toBeLessThanOrEqual(fewest ?? 0);
    }),
  );
});

test.each([
  [0, '0E0'],
  [-0, '-0E0'],
  [1, '1E0'],
  [-3, '-3E0'],
  [0.5, '0.5'],
  [-1.25, '-1.25'],
  [Math.fround(0.1), '0.1'],
  [Math.fround(12345.678), '12345.678'],
  [Math.fround(0.0012), '12E-4'],
  [Math.fround(0.012), '0.012'],
  [16_777_216, '16777216E0'],
  [3.4028234663852886e38, '3.40282347e+38'],
  [2 ** -149, '1.4013e-45'],
])('%d is written as %s', (value, text) => {
  expect(floatText(value)).toBe(text);
});

test('what is only told of has 6 digits', () => {
  expect(roundedFloatText(0.12345678)).toBe('0.123457');
  expect(roundedFloatText(1234567)).toBe('1234570E0');
  expect(roundedFloatText(0)).toBe('0E0');
});

test.each([Number.NaN, Infinity, -Infinity])('%d has no text', (value) => {
  expect(() => floatText(value)).toThrow(`a model file holds finite numbers only, got ${value}`);
  expect(() => roundedFloatText(value)).toThrow(RangeError);
});
