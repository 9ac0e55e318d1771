import { type WasmMemory, webAssembly } from '../kernels/web-assembly.ts';

const PAGE = 65_536;
// all that wasm32 can address
const MOST_PAGES = 65_536;
const ALIGNMENT = 16;

/** A kernel's memory, handed out piece by piece; no piece is taken back. */
export interface WasmSpace {
  readonly memory: WasmMemory;
  /** Address of that many zeros. Views of the memory made before may be empty. Throws `RangeError` beyond 4 GiB. */
  take(bytes: number): number;
  /** Gives out everything from an address on. */
  startAt(address: number): void;
  bytes(): Uint8Array<ArrayBuffer>;
  words(): Int32Array<ArrayBuffer>;
}

export function wasmSpace(): WasmSpace {
  const memory = new webAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  let next = 0;
  let bytes = new Uint8Array(memory.buffer);
  let words = new Int32Array(memory.buffer);
  const reach = (end: number) => {
    const pages = Math.ceil((end - memory.buffer.byteLength) / PAGE);
    if (pages <= 0) return;
    memory.grow(pages);
    bytes = new Uint8Array(memory.buffer);
    words = new Int32Array(memory.buffer);
  };
  return {
    memory,
    take: (size) => {
      const address = next;
      reach(address + size);
      next = Math.ceil((address + size) / ALIGNMENT) * ALIGNMENT;
      return address;
    },
    startAt: (address) => {
      next = Math.ceil(address / ALIGNMENT) * ALIGNMENT;
    },
    bytes: () => bytes,
    words: () => words,
  };
}
