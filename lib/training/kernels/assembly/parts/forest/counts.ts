import { cellBytes, space } from './job';

// bins of the histogram with rows
let touched0: u64 = 0;
let touched1: u64 = 0;
let touched2: u64 = 0;
let touched3: u64 = 0;

// @ts-ignore: decorator
@inline
function addEntry(entry: u64, bin: u32): void {
  const cell = space.histogram + (<usize>bin) * cellBytes + <usize>((entry >> 32) & 0xffff);
  store<u64>(cell, load<u64>(cell) + (((entry >> 48) << 32) | 1));
}

export function countMany(bins: usize, from: usize, to: usize): void {
  for (let at = from; at < to; at += 8) {
    const entry = load<u64>(at);
    addEntry(entry, load<u8>(bins + <u32>entry));
  }
}

export function countFew(bins: usize, from: usize, to: usize): void {
  let word0: u64 = 0;
  let word1: u64 = 0;
  let word2: u64 = 0;
  let word3: u64 = 0;
  for (let at = from; at < to; at += 8) {
    const entry = load<u64>(at);
    const bin = <u32>load<u8>(bins + <u32>entry);
    addEntry(entry, bin);
    const bit = (<u64>1) << (bin & 63);
    const place = bin >> 6;
    word0 |= select<u64>(bit, 0, place == 0);
    word1 |= select<u64>(bit, 0, place == 1);
    word2 |= select<u64>(bit, 0, place == 2);
    word3 |= select<u64>(bit, 0, place == 3);
  }
  touched0 = word0;
  touched1 = word1;
  touched2 = word2;
  touched3 = word3;
}

export function touchAll(binCount: u32): void {
  touched0 = firstBits(binCount, 0);
  touched1 = firstBits(binCount, 64);
  touched2 = firstBits(binCount, 128);
  touched3 = firstBits(binCount, 192);
}

function firstBits(count: u32, from: u32): u64 {
  if (count <= from) return 0;
  return count - from >= 64 ? ~(<u64>0) : ((<u64>1) << (count - from)) - 1;
}

/** Bin 0 stands for no place in the order of the values. */
// @ts-ignore: decorator
@inline
export function leaveMissingOut(): void {
  touched0 &= ~(<u64>1);
}

/** The lowest bin that is touched, which it is no longer; 256 where none is. */
// @ts-ignore: decorator
@inline
export function nextTouched(): u32 {
  if (touched0 != 0) {
    const bin = <u32>ctz(touched0);
    touched0 &= touched0 - 1;
    return bin;
  }
  if (touched1 != 0) {
    const bin = <u32>ctz(touched1);
    touched1 &= touched1 - 1;
    return bin + 64;
  }
  if (touched2 != 0) {
    const bin = <u32>ctz(touched2);
    touched2 &= touched2 - 1;
    return bin + 128;
  }
  if (touched3 != 0) {
    const bin = <u32>ctz(touched3);
    touched3 &= touched3 - 1;
    return bin + 192;
  }
  return 256;
}
