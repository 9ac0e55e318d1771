import { expect, test } from 'vitest';
import { MemoryLayout } from '../../../lib/training/kernels/memory-layout.ts';
import { webAssembly } from '../../../lib/training/kernels/web-assembly.ts';

test('arrays stand one behind the other at multiples of 16', () => {
  const layout = new MemoryLayout(5);
  expect([layout.reserve(10), layout.reserve(0), layout.reserve(17), layout.size]).toEqual([16, 32, 32, 49]);
});

test('a memory grows to what is laid out, and never shrinks', () => {
  const memory = new webAssembly.Memory({ initial: 1 });
  const layout = new MemoryLayout(0);
  layout.growToFit(memory);
  expect(memory.buffer.byteLength).toBe(65_536);
  layout.reserve(65_537);
  layout.growToFit(memory);
  layout.growToFit(memory);
  expect(memory.buffer.byteLength).toBe(131_072);
});

test('a memory that the host does not have is refused', () => {
  const memory = new webAssembly.Memory({ initial: 1, maximum: 2 });
  const layout = new MemoryLayout(0);
  layout.reserve(200_000);
  expect(() => layout.growToFit(memory)).toThrow(RangeError);
});
