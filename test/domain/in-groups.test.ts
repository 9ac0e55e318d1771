import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inGroups } from '../../lib/domain/in-groups.ts';

test('every item has its result, in order, and never more are at work than were asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), async (items, size) => {
      let [working, most] = [0, 0];
      const results = await inGroups(items, size, async (item) => {
        working += 1;
        most = Math.max(most, working);
        await Promise.resolve();
        working -= 1;
        return item * 2;
      });

      expect(results).toEqual(items.map((item) => item * 2));
      expect(most).toBe(Math.min(size, items.length));
    }),
  );
});

test('after a failure no further group begins', async () => {
  const begun: number[] = [];
  const action = async (item: number) => {
    begun.push(item);
    if (item === 2) throw new Error('the second');
  };

  await expect(inGroups([1, 2, 3, 4, 5], 2, action)).rejects.toThrow('the second');

  expect(begun).toEqual([1, 2]);
});
