import { gunzipSync } from 'node:zlib';
import { ModelFileBroken } from './model-file.ts';

/** Bytes of the largest model file that is read, unpacked. */
export const MOST_MODEL_BYTES = 256 * 1024 * 1024;

const BLOCK = 512;

const latin1 = new TextDecoder('latin1');

/** What follows a header of these types describes the next member, or is a folder: no file of its own. */
const descriptions: ReadonlySet<string> = new Set(['x', 'g', 'L', 'K', '5']);

/**
 * The one file in a `model.tar.gz`, as SageMaker leaves it, or in a gzip or tar alone; anything else as it is. Packing is
 * told by the content, whatever the file is called. Throws `ModelFileBroken` for an archive that is cut off, has several
 * files, or unpacks to more than `most` bytes.
 */
export function unpackedFile(bytes: Uint8Array, most = MOST_MODEL_BYTES): Uint8Array {
  const unzipped = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipped(bytes, most) : bytes;
  if (unzipped.length > most) throw tooLarge(most, `${unzipped.length} bytes`);
  return isTar(unzipped) ? onlyMember(unzipped) : unzipped;
}

function gunzipped(bytes: Uint8Array, most: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(most, 'more');
    throw new ModelFileBroken('the file', 'a whole gzip', `${bytes.length} bytes that are not`, { cause });
  }
}

function tooLarge(most: number, got: string): ModelFileBroken {
  return new ModelFileBroken('the file', `a model of at most ${most} bytes unpacked`, got);
}

function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && textAt(bytes, 257, 5) === 'ustar';
}

function onlyMember(archive: Uint8Array): Uint8Array {
  const files: Uint8Array[] = [];
  let at = 0;
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const size = sizeAt(archive, at);
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length < size) throw new ModelFileBroken('the archive', 'whole', `${content.length} of ${size} bytes`);
    if (!descriptions.has(textAt(archive, at + 156, 1))) files.push(content);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  const [file] = files;
  if (file !== undefined && files.length === 1) return file;
  throw new ModelFileBroken('the archive', 'one file, the model', `${files.length} files`);
}

function sizeAt(archive: Uint8Array, header: number): number {
  const digits = textAt(archive, header + 124, 12).trim();
  if (/^[0-7]{1,11}$/.test(digits)) return Number.parseInt(digits, 8);
  throw new ModelFileBroken('the archive', 'one with a size in octal digits for every file', digits);
}

/** Text that may end at a zero byte before its field does. */
function textAt(bytes: Uint8Array, start: number, length: number): string {
  return latin1.decode(bytes.subarray(start, start + length)).replace(/\0.*$/s, '');
}
