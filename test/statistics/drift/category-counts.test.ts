import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairLevels } from '../../../lib/statistics/drift/category-counts.ts';

const counts = fc.dictionary(fc.stringMatching(/^[a-z_]{1,3}$/), fc.integer({ min: 0, max: 100 }), { maxKeys: 80 });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const numbered = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`l${index}`, 100 - index]));

describe('paired levels', () => {
  test('are those of either sample, the most frequent of the reference first', () => {
    expect(pairLevels({ b: 3, a: 3, c: 9 }, { z: 100, c: 1 })).toEqual({
      levels: ['c', 'a', 'b', 'z'],
      reference: [9, 3, 3, 0],
      current: [1, 0, 0, 100],
      unseen: ['z'],
    });
  });

  test('are counted apart up to fifty, and together beyond', () => {
    const fifty = pairLevels(numbered(50), {});
    expect([fifty.levels.length, fifty.reference.length]).toEqual([50, 50]);
    const more = pairLevels(numbered(52), { l50: 4, l51: 5, l0: 7 });
    expect([more.levels.length, more.reference.length]).toEqual([50, 51]);
    expect([more.reference.at(-1), more.current.at(-1), more.current[0]]).toEqual([50 + 49, 9, 7]);
  });

  test('say what is unseen even where it is counted with others', () => {
    expect(pairLevels(numbered(50), { new: 3, none: 0 }).unseen).toEqual(['new']);
    expect(pairLevels({ a: 1, b: 0 }, { b: 2 }).unseen).toEqual(['b']);
  });

  test('lose no row', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const paired = pairLevels(one, other);
        expect(sum(paired.reference)).toBe(sum(Object.values(one)));
        expect(sum(paired.current)).toBe(sum(Object.values(other)));
        expect(paired.reference.length).toBe(paired.current.length);
        expect(paired.levels.length).toBeLessThanOrEqual(50);
      }),
    );
  });

  test('do not depend on the order of the counts', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const turned = Object.fromEntries(Object.entries(one).reverse());
        expect(pairLevels(turned, other)).toEqual(pairLevels(one, other));
      }),
    );
  });

  test('may have the names of what every object has', () => {
    expect(pairLevels({ constructor: 2 }, { toString: 1 })).toMatchObject({ reference: [2, 0], current: [0, 1] });
  });
});
