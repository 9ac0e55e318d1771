import { ModelFileBroken } from './model-file.ts';

// deeper than any model; keeps hostile nesting off the stack
const DEEPEST = 64;

/** Reads a number that starts at a byte, big-endian. */
type NumberReader = (view: DataView, at: number) => number;

interface NumberType {
  readonly bytes: number;
  readonly read: NumberReader;
}

const numberTypes: Readonly<Record<string, NumberType>> = {
  i: { bytes: 1, read: (view, at) => view.getInt8(at) },
  U: { bytes: 1, read: (view, at) => view.getUint8(at) },
  I: { bytes: 2, read: (view, at) => view.getInt16(at) },
  l: { bytes: 4, read: (view, at) => view.getInt32(at) },
  L: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at)) },
  d: { bytes: 4, read: (view, at) => view.getFloat32(at) },
  D: { bytes: 8, read: (view, at) => view.getFloat64(at) },
};

const lengthTypes: ReadonlySet<string> = new Set(['i', 'U', 'I', 'l', 'L']);

const constants: Readonly<Record<string, unknown>> = { Z: null, T: true, F: false };

interface Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

/** How many items a container has, and of which type where it says so for all. */
interface ContainerHead {
  readonly type: string | null;
  readonly count: number | null;
}

/**
 * The value in bytes of Universal Binary JSON, typed arrays as plain arrays. Never takes more memory than some hundred
 * times the bytes, whatever sizes they declare. Throws ModelFileBroken.
 */
export function readUbjson(bytes: Uint8Array): unknown {
  const cursor: Cursor = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
  const value = readValue(cursor, readMarker(cursor), 0);
  if (cursor.at !== bytes.length) throw brokenAt(cursor.at, 'the end of the file', `${bytes.length - cursor.at} bytes`);
  return value;
}

function readValue(cursor: Cursor, marker: string, depth: number): unknown {
  if (depth > DEEPEST) throw brokenAt(cursor.at, `nested at most ${DEEPEST} times`, 'deeper nesting');
  if (marker === '[') return readArray(cursor, depth);
  if (marker === '{') return readObject(cursor, depth);
  if (marker === 'S' || marker === 'H') return readText(cursor, readLength(cursor, readMarker(cursor)));
  if (marker === 'C') return readText(cursor, 1);
  if (Object.hasOwn(constants, marker)) return constants[marker];
  return readNumber(cursor, marker);
}

function readArray(cursor: Cursor, depth: number): unknown[] {
  const { type, count } = readHead(cursor);
  if (type !== null && Object.hasOwn(numberTypes, type)) return readNumbers(cursor, type, count ?? 0);
  const items: unknown[] = [];
  while (!ended(cursor, ']', count, items.length)) {
    items.push(readValue(cursor, type ?? readMarker(cursor), depth + 1));
  }
  return items;
}

function readObject(cursor: Cursor, depth: number): unknown {
  const { type, count } = readHead(cursor);
  const members: [string, unknown][] = [];
  while (!ended(cursor, '}', count, members.length)) {
    const name = readText(cursor, readLength(cursor, readMarker(cursor)));
    members.push([name, readValue(cursor, type ?? readMarker(cursor), depth + 1)]);
  }
  return Object.fromEntries(members);
}

/** The optional `$ type` and `# count` of a container. A type needs a count, as the format asks. */
function readHead(cursor: Cursor): ContainerHead {
  const type = skipped(cursor, '$') ? readMarker(cursor) : null;
  // items of these would take no bytes, so that any count of them would fit into a small file
  if (type !== null && Object.hasOwn(constants, type)) throw brokenAt(cursor.at, 'a type of items with bytes', type);
  if (skipped(cursor, '#')) return { type, count: readLength(cursor, readMarker(cursor)) };
  if (type !== null) throw brokenAt(cursor.at, `a count '#' after the type of a container`, shown(cursor));
  return { type, count: null };
}

function ended(cursor: Cursor, closing: string, count: number | null, read: number): boolean {
  if (count !== null) return read === count;
  while (skipped(cursor, 'N'));
  return skipped(cursor, closing);
}

function readNumbers(cursor: Cursor, type: string, count: number): number[] {
  const { bytes, read } = numberTypes[type] as NumberType;
  const start = take(cursor, count * bytes);
  const numbers = new Array<number>(count);
  for (let i = 0; i < count; i += 1) numbers[i] = read(cursor.view, start + i * bytes);
  return numbers;
}

function readNumber(cursor: Cursor, marker: string): number {
  const type = Object.hasOwn(numberTypes, marker) ? numberTypes[marker] : undefined;
  if (type === undefined) throw brokenAt(cursor.at - 1, 'the marker of a value', marker);
  return type.read(cursor.view, take(cursor, type.bytes));
}

/** A length that the rest of the file can hold at one byte each, which bounds what is allocated for it. */
function readLength(cursor: Cursor, marker: string): number {
  if (!lengthTypes.has(marker)) throw brokenAt(cursor.at - 1, 'a length, for example of type L', marker);
  const length = readNumber(cursor, marker);
  const left = cursor.bytes.length - cursor.at;
  if (length >= 0 && length <= left) return length;
  throw brokenAt(cursor.at, `a length from 0 to the ${left} bytes that are left`, length);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readText(cursor: Cursor, length: number): string {
  const start = take(cursor, length);
  try {
    return utf8.decode(cursor.bytes.subarray(start, start + length));
  } catch {
    throw brokenAt(start, 'text in UTF-8', 'other bytes');
  }
}

function readMarker(cursor: Cursor): string {
  return String.fromCharCode(cursor.bytes[take(cursor, 1)] as number);
}

function skipped(cursor: Cursor, marker: string): boolean {
  if (cursor.bytes[cursor.at] !== marker.charCodeAt(0)) return false;
  cursor.at += 1;
  return true;
}

function take(cursor: Cursor, bytes: number): number {
  const start = cursor.at;
  const left = cursor.bytes.length - start;
  if (bytes > left) throw brokenAt(start, `${bytes} more bytes`, left);
  cursor.at = start + bytes;
  return start;
}

function shown(cursor: Cursor): unknown {
  return cursor.bytes[cursor.at];
}

function brokenAt(byte: number, expected: string, got: unknown): ModelFileBroken {
  return new ModelFileBroken(`byte ${byte}`, expected, got);
}
