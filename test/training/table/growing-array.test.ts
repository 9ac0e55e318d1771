import { expect, test } from 'vitest';
import { growingFloats, growingIntegers } from '../../../lib/training/table/growing-array.ts';

test('an array keeps its values while it grows, and only those when it ends', () => {
  const values = growingFloats();

  values.withRoom(2).set([1, 2]);
  values.withRoom(3, 2)[2] = 3;

  expect(values.withRoom(3)).toEqual(Float32Array.of(1, 2, 3, 0, 0, 0));
  expect(values.finish(3)).toEqual(Float32Array.of(1, 2, 3));
  expect(values.finish(3).buffer.byteLength).toBe(12);
});

test('the memory of an array that has grown is given back', () => {
  const values = growingIntegers();
  const before = values.withRoom(10);

  values.withRoom(20);

  expect(before.buffer.byteLength).toBe(0);
});
