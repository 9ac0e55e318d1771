import { Buffer } from 'node:buffer';
import { CsvBroken } from './csv-broken.ts';
import { type CsvHeader, csvHeader } from './csv-header.ts';

const LINE_FEED = 0x0a;
const LONGEST_HEADER = 2 ** 24;

export interface FoundHeader extends CsvHeader {
  /** Bytes after it. */
  readonly rest: Uint8Array;
}

export interface HeaderBuffer {
  /** Copies the bytes; undefined while the end of the header is not there. Throws `CsvBroken`. */
  add(bytes: Uint8Array): FoundHeader | undefined;
  /** Throws `CsvBroken` when the bytes have ended before the header. */
  finish(): FoundHeader;
}

/** Gathers bytes until the header is complete. */
export function headerBuffer(delimiter: number): HeaderBuffer {
  const parts: Uint8Array[] = [];
  let length = 0;
  let tried = 0;
  const find = (): FoundHeader | undefined => {
    const bytes = Buffer.concat(parts);
    tried = length;
    const header = csvHeader(bytes, delimiter);
    return header && { ...header, rest: bytes.subarray(header.length) };
  };
  return {
    add: (bytes) => {
      parts.push(bytes.slice());
      length += bytes.length;
      // looking at the same bytes again and again would take time without bound
      if (length < 2 * tried) return undefined;
      const found = find();
      if (found !== undefined || length <= LONGEST_HEADER) return found;
      throw new CsvBroken(`the header should have at most ${LONGEST_HEADER} bytes`);
    },
    finish: () => {
      parts.push(Uint8Array.of(LINE_FEED));
      const found = find();
      if (found !== undefined) return found;
      throw new CsvBroken('the file should start with a header line whose quotes are closed');
    },
  };
}
