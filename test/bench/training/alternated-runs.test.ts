import { expect, test } from 'vitest';
import { alternated, median } from '../../../bench/training/alternated-runs.ts';

test('both sides run equally often, and each is first in turn', () => {
  const order: string[] = [];
  const side = (name: string) => () => order.push(name);

  const { ours, peer } = alternated(3, side('ours'), side('peer'));

  expect(order).toEqual(['ours', 'peer', 'peer', 'ours', 'ours', 'peer']);
  expect([ours.length, peer.length]).toEqual([3, 3]);
});

test('the median orders numbers by their size', () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(median([4, 1])).toBe(2.5);
});
