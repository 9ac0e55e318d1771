// Cut points of one column: radix sort of its sample, then cuts between distinct values.

const MOST_CUTS: u32 = 254;
const DIGIT_BITS: u32 = 11;
const DIGITS: u32 = 1 << DIGIT_BITS;

export function heapBase(): usize {
  return __heap_base;
}

/**
 * Of `count` float32 at `sample`; `scratch` has room for as many and 3 * 2048 counters more. Writes at most 254
 * float32 to `cuts` and returns how many. The sample is overwritten.
 */
export function quantileCuts(sample: usize, count: u32, scratch: usize, cuts: usize): u32 {
  const present = sortableKeys(sample, count);
  const keys = sorted(sample, scratch, present);
  const distinct = countDistinct(keys, present);
  if (distinct <= MOST_CUTS + 1) return cutsBetweenAll(keys, present, cuts);
  return cutsByCount(keys, present, cuts);
}

// missing values are dropped, infinite ones made the largest finite, -0 made 0
function sortableKeys(sample: usize, count: u32): u32 {
  let present: u32 = 0;
  for (let i: u32 = 0; i < count; i += 1) {
    const value = load<f32>(sample + (i << 2));
    if (value != value) continue;
    const bits = reinterpret<u32>(min<f32>(max<f32>(value, -f32.MAX_VALUE), f32.MAX_VALUE) + 0);
    store<u32>(sample + (present << 2), bits ^ (<u32>(<i32>bits >> 31) | 0x80000000));
    present += 1;
  }
  return present;
}

function valueOf(key: u32): f32 {
  return reinterpret<f32>(key & 0x80000000 ? key ^ 0x80000000 : ~key);
}

function sorted(keys: usize, scratch: usize, count: u32): usize {
  const counters = scratch + (count << 2);
  countDigits(keys, counters, count);
  let from = keys;
  let to = scratch;
  for (let pass: u32 = 0; pass < 3; pass += 1) {
    const digits = counters + pass * (DIGITS << 2);
    const shift = pass * DIGIT_BITS;
    if (count == 0 || load<u32>(digits + digit(load<u32>(from), shift)) == count) continue;
    toOffsets(digits);
    scatter(from, to, digits, count, shift);
    const other = from;
    from = to;
    to = other;
  }
  return from;
}

// @ts-ignore: decorator
@inline
function digit(key: u32, shift: u32): u32 {
  return ((key >> shift) & (DIGITS - 1)) << 2;
}

function countDigits(keys: usize, counters: usize, count: u32): void {
  memory.fill(counters, 0, 3 * (DIGITS << 2));
  const second = counters + (DIGITS << 2);
  const third = second + (DIGITS << 2);
  for (let i: u32 = 0; i < count; i += 1) {
    const key = load<u32>(keys + (i << 2));
    increment(counters + digit(key, 0));
    increment(second + digit(key, DIGIT_BITS));
    increment(third + digit(key, 2 * DIGIT_BITS));
  }
}

// @ts-ignore: decorator
@inline
function increment(counter: usize): void {
  store<u32>(counter, load<u32>(counter) + 1);
}

function toOffsets(digits: usize): void {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < DIGITS << 2; i += 4) {
    const size = load<u32>(digits + i);
    store<u32>(digits + i, sum);
    sum += size;
  }
}

function scatter(from: usize, to: usize, digits: usize, count: u32, shift: u32): void {
  for (let i: u32 = 0; i < count; i += 1) {
    const key = load<u32>(from + (i << 2));
    const place = digits + digit(key, shift);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    store<u32>(to + (at << 2), key);
  }
}

function countDistinct(keys: usize, count: u32): u32 {
  let distinct: u32 = count > 0 ? 1 : 0;
  for (let i: u32 = 1; i < count; i += 1) {
    distinct += u32(load<u32>(keys + (i << 2)) != load<u32>(keys + (i << 2) - 4));
  }
  return distinct;
}

function cutsBetweenAll(keys: usize, count: u32, cuts: usize): u32 {
  let written: u32 = 0;
  for (let i: u32 = 1; i < count; i += 1) {
    const lower = load<u32>(keys + (i << 2) - 4);
    const upper = load<u32>(keys + (i << 2));
    if (lower == upper) continue;
    store<f32>(cuts + (written << 2), between(valueOf(lower), valueOf(upper)));
    written += 1;
  }
  return written;
}

// where the number of values passes the next 255th; a heavy value may pass several at once, which makes one cut
function cutsByCount(keys: usize, count: u32, cuts: usize): u32 {
  let shares: u64 = 1;
  let written: u32 = 0;
  for (let i: u32 = 1; i < count; i += 1) {
    const passed = <u64>i * (MOST_CUTS + 1);
    if (passed < shares * count) continue;
    const lower = load<u32>(keys + (i << 2) - 4);
    const upper = load<u32>(keys + (i << 2));
    if (lower == upper) continue;
    store<f32>(cuts + (written << 2), between(valueOf(lower), valueOf(upper)));
    written += 1;
    shares = passed / count + 1;
  }
  return written;
}

// above the lower and at most the upper value, and never -0
function between(lower: f32, upper: f32): f32 {
  const middle = <f32>(<f64>lower / 2 + <f64>upper / 2);
  return (middle > lower ? middle : upper) + 0;
}
