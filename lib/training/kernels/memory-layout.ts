import type { WasmMemory } from './web-assembly.ts';

const ALIGNMENT = 16;
const PAGE = 65_536;

/** Pages that wasm32 can address: 4 GiB. */
export const MOST_PAGES = 65_536;

/** Lays out a kernel's memory from an address on, one array behind the other. */
export class MemoryLayout {
  private end: number;

  constructor(start: number) {
    this.end = start;
  }

  /** Address of so many bytes, a multiple of 16. */
  reserve(bytes: number): number {
    const address = Math.ceil(this.end / ALIGNMENT) * ALIGNMENT;
    this.end = address + bytes;
    return address;
  }

  /** Bytes in all. */
  get size(): number {
    return this.end;
  }

  /** Gives a memory the pages that it lacks. Throws a `RangeError` where the host has no such amount. */
  growToFit(memory: WasmMemory): void {
    const missing = Math.ceil((this.end - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
  }
}
