import { ModelFileBroken } from '../formats/model-file.ts';

/** Bytes of the largest ONNX file that is served: `predict` holds it several times while it loads. */
const MOST_ONNX_BYTES = 64 * 1024 * 1024;

// field 1 of a ModelProto, its version, as a number: every writer begins with it
const IR_VERSION = 0x08;

/** Whether a file begins as ONNX does; no JSON, UBJSON, gzip or tar begins so. */
export function isOnnx([first, version = 0]: Uint8Array): boolean {
  return first === IR_VERSION && version > 0 && version < 0x80;
}

/** Throws `ModelFileBroken` for a file that is larger than one that is served. */
export function requireOnnxSize({ length }: Uint8Array, most = MOST_ONNX_BYTES): void {
  if (length > most) throw new ModelFileBroken('the file', `an ONNX model of at most ${most} bytes`, `${length} bytes`);
}
