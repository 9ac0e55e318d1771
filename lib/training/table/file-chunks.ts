import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 2 ** 18;

/** The bytes of a file, piece by piece; each piece is written over by the next one. */
export function* fileChunks(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  const chunk = new Uint8Array(CHUNK_BYTES);
  try {
    for (;;) {
      const length = readSync(file, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
