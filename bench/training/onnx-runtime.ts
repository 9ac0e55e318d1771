import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const NO_ONNX_RUNTIME =
  'skipped onnxruntime-node: npm install --no-save --ignore-scripts onnxruntime-node, or name its folder by RATCHET_ONNX';

/** Folder of onnxruntime-node; null where it is not installed. */
export function onnxRuntime(): string | null {
  const installed = fileURLToPath(new URL('../../node_modules/onnxruntime-node', import.meta.url));
  const folder = process.env.RATCHET_ONNX ?? installed;
  return existsSync(folder) ? folder : null;
}
