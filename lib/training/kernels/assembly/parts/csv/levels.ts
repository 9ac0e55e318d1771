// Dictionaries of texts: open addressing; a slot is hash, address of the text (0 where free), its length and its code.

const SLOT: usize = 16;
const HEADER: usize = 8;

/** New texts: place of the column, length, bytes; each begins at a multiple of 4. */
export let arena: usize = 0;
let arenaEnd: usize = 0;

export function setArena(start: usize, end: usize): void {
  arena = start;
  arenaEnd = end;
}

/** The first bytes of a word, of which there are fewer than 8. */
// @ts-ignore: decorator
@inline
function firstBytes(word: u64, count: u32): u64 {
  return word & ((<u64>1 << (count << 3)) - 1);
}

/** Reads up to 7 bytes beyond the text. */
export function hashOf(text: usize, length: u32): u32 {
  let hash: u64 = length;
  let at = text;
  let rest = length;
  for (; rest >= 8; rest -= 8, at += 8) hash = mixed(hash, load<u64>(at));
  hash = mixed(hash, firstBytes(load<u64>(at), rest));
  return <u32>(hash ^ (hash >>> 32));
}

// @ts-ignore: decorator
@inline
function mixed(hash: u64, word: u64): u64 {
  const product = (hash ^ word) * 0x9e3779b97f4a7c15;
  return product ^ (product >>> 32);
}

/** Address of the slot of a text, or of the free one that it would take. Reads up to 7 bytes beyond the texts. */
export function slotOf(table: usize, slots: u32, hash: u32, text: usize, length: u32): usize {
  const mask = slots - 1;
  let place = hash & mask;
  while (true) {
    const slot = table + <usize>place * SLOT;
    const known = load<usize>(slot, 4);
    if (known == 0) return slot;
    if (load<u32>(slot) == hash && load<u32>(slot, 8) == length && same(known, text, length)) return slot;
    place = (place + 1) & mask;
  }
}

function same(one: usize, other: usize, length: u32): bool {
  let rest = length;
  for (; rest >= 8; rest -= 8, one += 8, other += 8) if (load<u64>(one) != load<u64>(other)) return false;
  return firstBytes(load<u64>(one) ^ load<u64>(other), rest) == 0;
}

/** Takes a text into a free slot; false when the arena has no room for it. */
export function insert(slot: usize, hash: u32, text: usize, length: u32, column: u32, code: i32): bool {
  const size = (HEADER + length + 3) & ~3;
  if (arena + size > arenaEnd) return false;
  store<u32>(arena, column);
  store<u32>(arena, length, 4);
  memory.copy(arena + HEADER, text, length);
  store<u32>(slot, hash);
  store<usize>(slot, arena + HEADER, 4);
  store<u32>(slot, length, 8);
  store<i32>(slot, code, 12);
  arena += size;
  return true;
}

/** Fills a table of zeros with the slots of a smaller one. */
export function moveSlots(from: usize, fromSlots: u32, to: usize, toSlots: u32): void {
  const end = from + <usize>fromSlots * SLOT;
  for (let slot = from; slot < end; slot += SLOT) {
    if (load<usize>(slot, 4) == 0) continue;
    const target = slotOf(to, toSlots, load<u32>(slot), load<usize>(slot, 4), load<u32>(slot, 8));
    memory.copy(target, slot, SLOT);
  }
}
