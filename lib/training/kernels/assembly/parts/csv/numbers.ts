// Numbers of a column that has an address and a number of markers, which are float64 that mean "missing".
import { exactValue, isExact, nearValue, scan, single } from './decimal';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Stores a number that is neither quoted nor padded. Address of the delimiter or line feed after it; 0, and nothing is
 * stored, where the cell is something else.
 */
// @ts-ignore: decorator
@inline
export function storePlain(start: usize, delimiter: u32, column: usize, out: usize): usize {
  const found = scan(start);
  let stop = found;
  let byte: u32 = load<u8>(stop);
  if (byte == CARRIAGE_RETURN) byte = load<u8>(++stop);
  if (byte != delimiter && byte != LINE_FEED) return 0;
  if (found == start) store<f32>(out, NaN);
  else if (isExact()) store<f32>(out, unlessMarker(column, exactValue()));
  else if (!storeNear(column, out)) return 0;
  return stop;
}

/** Stores what JavaScript's `Number` makes of any text; false where it takes JavaScript to know. */
export function storeNumber(start: usize, end: usize, column: usize, out: usize): bool {
  let from = start;
  let to = end;
  while (from < to && isSpace(load<u8>(from))) from++;
  while (from < to && isSpace(load<u8>(to - 1))) to--;
  store<f32>(out, NaN);
  if (from == to) return true;
  // spaces that only Unicode knows, and digits to another base
  if (load<u8>(from) > 0x7f || load<u8>(to - 1) > 0x7f || isPrefixed(from, to)) return false;
  if (scan(from) != to) return true;
  if (!isExact()) return storeNear(column, out);
  store<f32>(out, unlessMarker(column, exactValue()));
  return true;
}

// @ts-ignore: decorator
@inline
function unlessMarker(column: usize, value: f64): f32 {
  const count = load<u32>(column, 12);
  const markers = load<usize>(column, 8);
  for (let i: u32 = 0; i < count; i++) if (load<f64>(markers + (<usize>i << 3)) == value) return NaN;
  return single(value);
}

function storeNear(column: usize, out: usize): bool {
  const near = nearValue();
  if (isNaN(near) || isNearMarker(column, near)) return false;
  store<f32>(out, single(near));
  return true;
}

function isNearMarker(column: usize, value: f64): bool {
  const count = load<u32>(column, 12);
  const markers = load<usize>(column, 8);
  for (let i: u32 = 0; i < count; i++) if (<f32>load<f64>(markers + (<usize>i << 3)) == <f32>value) return true;
  return false;
}

function isSpace(byte: u32): bool {
  return byte == 32 || (byte >= 9 && byte <= 13);
}

/** Whether a text starts as 0x1f, 0o17 or 0b11 do. */
function isPrefixed(from: usize, to: usize): bool {
  return to - from > 2 && load<u8>(from) == 0x30 && load<u8>(from + 1) > 0x40;
}
