// Parses whole CSV records from a window of bytes into a block of columns of 4-byte values.
import { arena, hashOf, insert, moveSlots, setArena, slotOf } from './parts/csv/levels';
import { storeNumber, storePlain } from './parts/csv/numbers';

export { arena, setArena };

// what `parse` says: the first is no failure, after the next three it goes on where it stopped
const INPUT_USED = 0;
const BLOCK_FULL = 1;
const ARENA_FULL = 2;
const TABLE_FULL = 3;
const WRONG_COUNT = 4;
const STRAY_TEXT = 5;
const NO_LABEL = 6;
// of one cell or record only
const GOOD = -1;

// kinds of columns
const NUMBER = 1;
const LEVEL = 2;
const LABEL = 3;
const ID = 4;

// a column: kind, address of its block, address of its markers or table, number of markers or slots, number of levels
const COLUMN: usize = 20;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

/** First byte that is not parsed yet. */
export let position: usize = 0;
/** Line on which it lies, counted from 1. */
export let line: i32 = 1;
/** Of the block. */
export let rows: i32 = 0;
/** Cells whose number is not settled: row, place of the column, address, length; each 4 bytes. */
export let flags: i32 = 0;
/** Line on which a quote was opened that the input does not close; 0 without one. */
export let openQuote: i32 = 0;
/** Cells of the wrong record, or length of the text without room. */
export let detail: i32 = 0;

let columns: usize = 0;
let columnsEnd: usize = 0;
let delimiter: u32 = 0;
let flagList: usize = 0;
let mostFlags: i32 = 0;
let mostRows: i32 = 0;
let texts: usize = 0;
let textEnd: usize = 0;

// of the record at work
let cursor: usize = 0;
let cellStart: usize = 0;
let cellEnd: usize = 0;
let escapes: bool = false;
let lineFeeds: i32 = 0;
let anyTableFull: bool = false;

export function heapBase(): usize {
  return __heap_base;
}

export function setUp(
  columnList: usize, count: i32, separator: i32, flagged: usize, flagLimit: i32, rowLimit: i32,
): void {
  columns = columnList;
  columnsEnd = columnList + <usize>count * COLUMN;
  delimiter = separator;
  flagList = flagged;
  mostFlags = flagLimit;
  mostRows = rowLimit;
}

/** A new window; `scratch` has room for as many bytes. */
export function setWindow(start: usize, scratch: usize): void {
  position = start;
  texts = scratch;
}

/** Hands over a larger table, all zeros, for the levels of a column. */
export function growTable(place: i32, table: usize, slots: u32): void {
  const column = columns + <usize>place * COLUMN;
  moveSlots(load<usize>(column, 8), load<u32>(column, 12), table, slots);
  store<usize>(column, table, 8);
  store<u32>(column, slots, 12);
}

/** Parses into an empty block until the bytes or the block end; at `end` there has to be a line feed, and 16 bytes after it. */
export function parse(end: usize): i32 {
  rows = 0;
  flags = 0;
  openQuote = 0;
  textEnd = texts;
  while (rows < mostRows && flags < mostFlags) {
    if (position >= end) return INPUT_USED;
    const blank = blankLine(position);
    if (blank > 0) {
      if (position + blank > end) return INPUT_USED;
      position += blank;
      line++;
      continue;
    }
    const status = parseRecord(end);
    if (status != GOOD) return status;
    if (anyTableFull) {
      anyTableFull = false;
      return TABLE_FULL;
    }
  }
  return BLOCK_FULL;
}

// @ts-ignore: decorator
@inline
function blankLine(at: usize): usize {
  const byte = load<u8>(at);
  if (byte == LINE_FEED) return 1;
  return byte == CARRIAGE_RETURN && load<u8>(at + 1) == LINE_FEED ? 2 : 0;
}

function parseRecord(end: usize): i32 {
  const textStart = textEnd;
  const flagStart = flags;
  cursor = position;
  lineFeeds = 0;
  for (let column = columns; column < columnsEnd; column += COLUMN) {
    const status = parseCell(column, end);
    if (cursor >= end || status != GOOD) {
      textEnd = textStart;
      flags = flagStart;
      return status == GOOD ? INPUT_USED : status;
    }
    const isLast = column + COLUMN == columnsEnd;
    if ((load<u8>(cursor) == LINE_FEED) != isLast) return wrongCount(column, end);
    cursor++;
  }
  position = cursor;
  line += lineFeeds + 1;
  rows++;
  return GOOD;
}

/** Counts the cells of the record; the last one read is that of `column`. */
function wrongCount(column: usize, end: usize): i32 {
  detail = <i32>((column - columns) / COLUMN) + 1;
  while (load<u8>(cursor) != LINE_FEED) {
    cursor++;
    const status = findCell(end);
    if (status != GOOD) return status;
    if (cursor >= end) return INPUT_USED;
    detail++;
  }
  return WRONG_COUNT;
}

/** Reads a cell and leaves the cursor at the delimiter or line feed after it, or at the end of the input. */
// @ts-ignore: decorator
@inline
function parseCell(column: usize, end: usize): i32 {
  const kind = load<i32>(column);
  if (kind == NUMBER) {
    const stop = storePlain(cursor, delimiter, column, outOf(column));
    if (stop != 0) {
      cursor = stop;
      return GOOD;
    }
  }
  if (kind >= LEVEL && kind != ID) return parseLevel(column, kind, end);
  return parseOther(column, kind, end);
}

function parseOther(column: usize, kind: i32, end: usize): i32 {
  const status = findCell(end);
  if (status != GOOD || cursor >= end) return status;
  if (kind == NUMBER && !storeNumber(cellStart, cellEnd, column, outOf(column))) flag(column);
  if (kind == ID) keepId(column);
  return GOOD;
}

/** Finds where the cell at the cursor starts and ends, without quotes. */
function findCell(end: usize): i32 {
  escapes = false;
  if (load<u8>(cursor) == QUOTE) return findQuotedCell(end);
  cellStart = cursor;
  cursor = terminator(cursor);
  cellEnd = cursor;
  if (cursor > cellStart && load<u8>(cursor) == LINE_FEED && load<u8>(cursor - 1) == CARRIAGE_RETURN) cellEnd--;
  return GOOD;
}

/** Address of the next delimiter or line feed; reads up to 15 bytes beyond it. */
// @ts-ignore: decorator
@inline
function terminator(start: usize): usize {
  const delimiters = i8x16.splat(<i8>delimiter);
  const feeds = i8x16.splat(<i8>LINE_FEED);
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, feeds)));
    if (found != 0) return at + ctz(found);
    at += 16;
  }
}

function findQuotedCell(end: usize): i32 {
  const opened = line + lineFeeds;
  let at = cursor + 1;
  cellStart = at;
  while (true) {
    while (at < end && load<u8>(at) != QUOTE) lineFeeds += i32(load<u8>(at++) == LINE_FEED);
    if (at >= end) {
      cursor = end;
      openQuote = opened;
      return GOOD;
    }
    if (load<u8>(at + 1) != QUOTE) break;
    escapes = true;
    at += 2;
  }
  cellEnd = at++;
  if (load<u8>(at) == CARRIAGE_RETURN && load<u8>(at + 1) == LINE_FEED) at++;
  cursor = at;
  const byte: u32 = load<u8>(at);
  return byte == delimiter || byte == LINE_FEED ? GOOD : STRAY_TEXT;
}

/** Where the value of the row goes. */
// @ts-ignore: decorator
@inline
function outOf(column: usize): usize {
  return load<usize>(column, 4) + (<usize>rows << 2);
}

/** Leaves a number to JavaScript. */
function flag(column: usize): void {
  const entry = flagList + (<usize>flags << 4);
  store<i32>(entry, rows);
  store<i32>(entry, placeOf(column), 4);
  store<usize>(entry, cellStart, 8);
  store<usize>(entry, cellEnd - cellStart, 12);
  flags++;
}

function placeOf(column: usize): i32 {
  return <i32>((column - columns) / COLUMN);
}

function parseLevel(column: usize, kind: i32, end: usize): i32 {
  const status = findCell(end);
  if (status != GOOD || cursor >= end) return status;
  if (escapes) unescape();
  return keepLevel(column, kind);
}

function keepLevel(column: usize, kind: i32): i32 {
  const out = outOf(column);
  const length = <u32>(cellEnd - cellStart);
  if (length == 0) {
    store<i32>(out, -1);
    return kind == LABEL ? NO_LABEL : GOOD;
  }
  const slots = load<u32>(column, 12);
  const hash = hashOf(cellStart, length);
  const slot = slotOf(load<usize>(column, 8), slots, hash, cellStart, length);
  if (load<usize>(slot, 4) == 0) {
    const code = load<i32>(column, 16);
    if (!insert(slot, hash, cellStart, length, placeOf(column), code)) {
      detail = length;
      return ARENA_FULL;
    }
    store<i32>(column, code + 1, 16);
    if (<u32>code * 2 >= slots) anyTableFull = true;
  }
  store<i32>(out, load<i32>(slot, 12));
  return GOOD;
}

/** Copies the cell to the scratch and takes out the second of two quotes. */
function unescape(): void {
  let to = textEnd;
  for (let at = cellStart; at < cellEnd; at++) {
    const byte = load<u8>(at);
    store<u8>(to++, byte);
    if (byte == QUOTE) at++;
  }
  cellStart = textEnd;
  cellEnd = to;
}

function keepId(column: usize): void {
  if (escapes) unescape();
  else memory.copy(textEnd, cellStart, cellEnd - cellStart);
  textEnd += cellEnd - cellStart;
  store<i32>(outOf(column), <i32>(textEnd - texts));
}
