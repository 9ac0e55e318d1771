import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur3 } from '../../lib/statistics/murmur3.ts';

describe('MurmurHash3, the same in every process (C-8)', () => {
  // verification values of the reference implementation, as collected in Wikipedia's article on MurmurHash
  test.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('of %j with the seed %i is the published number', (text, seed, expected) => {
    expect(murmur3(text, seed)).toBe(expected);
  });

  test('has the seed 0 unless told otherwise', () => {
    expect(murmur3('test')).toBe(0xba6bd213);
  });

  test('is an unsigned 32-bit integer for whatever text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, seed) => {
        const hash = murmur3(text, seed);
        expect(hash >>> 0).toBe(hash);
      }),
    );
  });

  test('depends on every character, whichever rest of a block it is in', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 9 }), fc.nat(), (text, position) => {
        const at = position % text.length;
        expect(murmur3(`${text.slice(0, at)}é${text.slice(at + 1)}`)).not.toBe(murmur3(text));
      }),
    );
  });
});
