import { CsvBroken } from './csv-broken.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

const MOST_COLUMNS = 100_000;
const MOST_NAMES_SHOWN = 50;
const LONGEST_NAME_SHOWN = 60;

export interface CsvHeader {
  readonly names: readonly string[];
  /** Bytes up to the first record. */
  readonly length: number;
  /** Line on which the first record starts, counted from 1. */
  readonly nextLine: number;
}

/**
 * The header at the start of a file, after a byte order mark and blank lines; undefined while its end is not there. Throws
 * `CsvBroken` for a quote that nothing follows as it should, and for a name that is there twice.
 */
export function csvHeader(bytes: Uint8Array, delimiter: number): CsvHeader | undefined {
  const [start, line] = headerStart(bytes);
  const cells: Uint8Array[] = [];
  let end = start - 1;
  do {
    const cellStart = end + 1;
    end = cellEnd(bytes, cellStart, delimiter);
    if (end === bytes.length) return undefined;
    cells.push(bytes.subarray(cellStart, end));
    if (cells.length > MOST_COLUMNS) throw new CsvBroken(`the header should have at most ${MOST_COLUMNS} columns`);
  } while (bytes[end] !== LINE_FEED);
  const last = cells.length - 1;
  const names = cells.map((cell, place) => nameIn(place === last ? withoutReturn(cell) : cell, line));
  const again = repeatedIn(names);
  if (again !== undefined) throw new CsvBroken(`the header should have each name once, got ${quote(again)} twice`);
  const lineFeeds = bytes.subarray(start, end + 1).filter((byte) => byte === LINE_FEED).length;
  return { names, length: end + 1, nextLine: line + lineFeeds };
}

/**
 * The places of columns in the header. Throws `CsvBroken` for a column that is asked for twice, and, with those that are
 * there, for one that is not.
 */
export function placesOf(columns: readonly string[], header: readonly string[]): number[] {
  const again = repeatedIn(columns);
  if (again !== undefined)
    throw new CsvBroken(`${quote(again)} should be a feature, the target or the id, got it twice`);
  const places = new Map(header.map((name, place) => [name, place]));
  const lacking = columns.filter((name) => !places.has(name));
  if (lacking.length === 0) return columns.map((name) => places.get(name) ?? -1);
  throw new CsvBroken(`the header should have ${shown(lacking)}, got ${shown(header)}`);
}

function headerStart(bytes: Uint8Array): readonly [start: number, line: number] {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let line = 1;
  for (;;) {
    const blank = bytes[start] === CARRIAGE_RETURN ? start + 1 : start;
    if (bytes[blank] !== LINE_FEED) return [start, line];
    start = blank + 1;
    line += 1;
  }
}

/** Place of the delimiter or line feed after a cell; the number of bytes while there is none. */
function cellEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let at = bytes[start] === QUOTE ? closingQuote(bytes, start) : start;
  while (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== LINE_FEED) at += 1;
  return at;
}

/** Place after the quote that closes the one at `start`. */
function closingQuote(bytes: Uint8Array, start: number): number {
  let at = start;
  do {
    at = bytes.indexOf(QUOTE, at + 1) + 1;
    if (at === 0) return bytes.length;
  } while (bytes[at] === QUOTE);
  return at;
}

function withoutReturn(cell: Uint8Array): Uint8Array {
  return cell.at(-1) === CARRIAGE_RETURN ? cell.subarray(0, -1) : cell;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function nameIn(cell: Uint8Array, line: number): string {
  const text = decoder.decode(cell);
  if (!text.startsWith('"')) return text;
  if (/^"(?:[^"]|"")*"$/.test(text)) return text.slice(1, -1).replaceAll('""', '"');
  throw new CsvBroken(`line ${line} should have nothing between a closing quote and the next delimiter or line end`);
}

function repeatedIn(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  // a set is no larger after a name that it has
  return names.find((name) => seen.size === seen.add(name).size);
}

function shown(names: readonly string[]): string {
  const rest = names.length > MOST_NAMES_SHOWN ? ` and ${names.length - MOST_NAMES_SHOWN} more` : '';
  return names.slice(0, MOST_NAMES_SHOWN).map(quote).join(', ') + rest;
}

function quote(name: string): string {
  return `'${name.length > LONGEST_NAME_SHOWN ? `${name.slice(0, LONGEST_NAME_SHOWN)}...` : name}'`;
}
