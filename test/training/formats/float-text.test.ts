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

test.each([
  [0, '0E0'],
  [-0, '-0E0'],
  [1, '1E0'],
  [-3, '-3E0'],
  [0.5, '0.5'],
  [Math.fround(0.1), '0.1'],
  [Math.fround(16777216), '16777216E0'],
  [Math.fround(3.4028234663852886e38), '3.4028235e+38'],
  [2 ** -149, '1.4013e-45'],
])('%d is written as %s', (value, text) => {
  expect(floatText(value)).toBe(text);
});

test('what is only told of has 6 digits', () => {
  expect(roundedFloatText(Math.fround(0.12345678))).toBe('0.123457');
  expect(roundedFloatText(1234567)).toBe('1234570E0');
});
