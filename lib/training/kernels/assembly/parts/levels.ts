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

/** FNV-1a, byte by byte. */
// @ts-ignore: decorator
@inline
export function mixed(hash: u32, byte: u32): u32 {
  return (hash ^ byte) * 16777619;
}

export const HASH_START: u32 = 2166136261;

// the lower bits, which choose the slot, have seen least of the last byte
// @ts-ignore: decorator
@inline
function spread(hash: u32): u32 {
  const folded = (hash ^ (hash >>> 15)) * 0x85ebca6b;
  return folded ^ (folded >>> 13);
}

/** Address of the slot of a text, or of the free one that it would take. */
export function slotOf(table: usize, slots: u32, hash: u32, text: usize, length: u32): usize {
  const mask = slots - 1;
  let place = spread(hash) & mask;
  while (true) {
    const slot = table + <usize>place * SLOT;
    const known = load<usize>(slot, 4);
    if (known == 0) return slot;
    if (load<u32>(slot) == hash && load<u32>(slot, 8) == length && same(known, text, length)) return slot;
    place = (place + 1) & mask;
  }
}

function same(one: usize, other: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i++) if (load<u8>(one + i) != load<u8>(other + i)) return false;
  return true;
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
