import { Buffer } from 'node:buffer';
import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts';

const modules = new Map<string, WasmModule>();

/** A kernel from its base64 text, compiled once per process. */
export function compiledKernel(base64: string): WasmModule {
  const known = modules.get(base64);
  if (known !== undefined) return known;
  const compiled = new webAssembly.Module(Buffer.from(base64, 'base64'));
  modules.set(base64, compiled);
  return compiled;
}

/** A kernel at work on a memory; `Exports` says what its source exports. */
export function kernelInstance<Exports>(module: WasmModule, memory: WasmMemory): Exports {
  return new webAssembly.Instance(module, { env: { memory } }).exports as Exports;
}
