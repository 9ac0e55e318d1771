import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteOrder, listingPage } from '../../../lib/local/stores/object-listing.ts';

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'ä', '\uff5e', '\u{1f600}'), minLength: 1, maxLength: 5 });
const keys = fc
  .uniqueArray(key, { maxLength: 20 })
  .map((names) => names.sort((one, other) => (byteOrder(one) < byteOrder(other) ? -1 : 1)));

/** Everything that all pages show together. */
function allPages(sorted: readonly string[], request: { prefix: string; delimiter: string; limit: number }) {
  const shown: string[] = [];
  let after = '';
  for (let pages = 0; pages < 50; pages++) {
    const page = listingPage(sorted, { ...request, after });
    expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(request.limit);
    shown.push(...page.keys, ...page.commonPrefixes);
    if (page.next === null) return shown;
    after = page.next;
  }
  throw new Error('the pages never end');
}

test('pages of any size show together what one page shows', () => {
  fc.assert(
    fc.property(
      keys,
      key,
      fc.constantFrom('', '/', 'a'),
      fc.integer({ min: 1, max: 4 }),
      (sorted, prefix, delimiter, limit) => {
        for (const start of ['', prefix]) {
          const whole = listingPage(sorted, { prefix: start, delimiter, after: '', limit: 1000 });

          const shown = allPages(sorted, { prefix: start, delimiter, limit });

          expect(shown.sort()).toEqual([...whole.keys, ...whole.commonPrefixes].sort());
          expect(new Set(shown).size).toBe(shown.length);
        }
      },
    ),
  );
});

test('every key is shown, by itself or by its common prefix', () => {
  fc.assert(
    fc.property(keys, (sorted) => {
      const page = listingPage(sorted, { prefix: '', delimiter: '/', after: '', limit: 1000 });

      for (const one of sorted) {
        const isCommon = page.commonPrefixes.some((common) => one.startsWith(common));
        expect(isCommon).toBe(!page.keys.includes(one));
        expect(isCommon).toBe(one.includes('/'));
      }
    }),
  );
});
