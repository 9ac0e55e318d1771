import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fnv1a, growthBookShare1, growthBookShare2 } from '../../../lib/statistics/experiments/fnv1a.ts';

describe('FNV-1a', () => {
  // from the test suite of the authors, Fowler, Noll and Vo
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['b', 0xe70c2de5],
    ['foobar', 0xbf9cf968],
  ])('of %j is the published number', (text, expected) => {
    expect(fnv1a(text)).toBe(expected);
  });

  test('takes a character beyond the basic plane as one number', () => {
    const clef = String.fromCodePoint(0x1d11e);
    expect(fnv1a(clef)).toBe(Math.imul(0x811c9dc5 ^ 0x1d11e, 0x01000193) >>> 0);
  });

  test('goes on from what it was, character by character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('x', 'é', '中'), (text, last) => {
        expect(fnv1a(text + last)).toBe(Math.imul(fnv1a(text) ^ (last.codePointAt(0) ?? 0), 0x01000193) >>> 0);
      }),
    );
  });
});

describe('the shares of GrowthBook', () => {
  // cases of its SDKs' test suite
  test.each([
    ['', 'a', 0.22],
    ['', 'b', 0.077],
    ['b', 'a', 0.946],
    ['ef', 'd', 0.652],
    ['asdf', '8952klfjas09ujk', 0.549],
    ['', '123', 0.011],
    ['', '___)((*":&', 0.563],
  ])('by hash 1 with the seed %j of %j is %d', (seed, value, share) => {
    expect(growthBookShare1(seed, value)).toBe(share);
  });

  test.each([
    ['seed', 'a', 0.0505],
    ['seed', 'b', 0.2696],
    ['', 'def', 0.0777],
  ])('by hash 2 with the seed %j of %j is %d', (seed, value, share) => {
    expect(growthBookShare2(seed, value)).toBe(share);
  });

  test('are at least 0 and below 1', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (seed, value) => {
        for (const share of [growthBookShare1(seed, value), growthBookShare2(seed, value)]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThan(1);
        }
      }),
    );
  });
});
