import { expect, test } from 'vitest';
import { figure, rowWithPeer, timesFaster } from '../../bench/bench-rows.ts';

test('how many times faster is what a target of times compares', () => {
  expect(timesFaster('job', 0.4, 1, '>=2.5')).toEqual({
    name: 'job',
    ours: 0.4,
    peer: 1,
    ratio: 2.5,
    target: '>=2.5',
    met: true,
  });
  expect(timesFaster('job', 0.41, 1, '>=2.5').met).toBe(false);
});

test('a share of the peer is what a target of memory compares', () => {
  expect(rowWithPeer('peak', 75, 100, '<=0.75')).toMatchObject({ ratio: 0.75, met: true });
  expect(rowWithPeer('peak', 76, 100, '<=0.75').met).toBe(false);
});

test('a figure promises nothing', () => {
  expect(figure('rows', 12.345678)).toEqual({
    ...{ name: 'rows', ours: 12.35, peer: null, ratio: null },
    ...{ target: 'none', met: true },
  });
});
