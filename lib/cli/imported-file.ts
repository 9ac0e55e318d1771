import { readFile } from 'node:fs/promises';
import { importKey } from '../domain/artifacts/imported-model.ts';
import { sha256Hex } from '../domain/content-hash.ts';
import { WrongUsage } from './cli-errors.ts';

/** Where the bucket should have a model file, and what it must hash to. Throws `WrongUsage` for a file that is not there. */
export async function importedFile(modelName: string, file: string): Promise<{ key: string; sha256: string }> {
  const sha256 = sha256Hex(await content(file));
  return { key: importKey(modelName, sha256), sha256 };
}

async function content(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new WrongUsage(
      `--model-file should name a model of XGBoost or in ONNX, got '${file}', which cannot be read`,
      { cause },
    );
  }
}
