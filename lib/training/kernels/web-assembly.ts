/** The part of the host's WebAssembly that kernels need; the types of Node do not have it. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: { readonly env: { readonly memory: WasmMemory } },
  ) => { readonly exports: unknown };
  readonly Memory: new (settings: {
    readonly initial: number;
    readonly maximum?: number;
    readonly shared?: boolean;
  }) => WasmMemory;
}

/** Compiled code; may be handed to another thread. */
export type WasmModule = object & { readonly wasmModule?: never };

/** Linear memory in pages of 64 KiB. After it has grown, views of `buffer` made before are empty unless it is shared. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export const webAssembly: WebAssemblyHost = Reflect.get(globalThis, 'WebAssembly');
