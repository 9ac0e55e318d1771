/** MurmurHash3 x86 32 bit (Appleby) of the text's UTF-8 bytes, as an unsigned integer. */
export function murmur3(text: string, seed = 0): number {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed | 0;
  for (let start = 0; start < whole; start += 4) {
    hash = rotate(hash ^ scramble(view.getUint32(start, true)), 13);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  const rest = bytes.subarray(whole).reduce((block, byte, index) => block | (byte << (8 * index)), 0);
  return avalanche(hash ^ scramble(rest) ^ bytes.length);
}

function scramble(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

/** MurmurHash3's finaliser of 32 bits: every bit of the word changes half of the bits of the result. */
export function avalanche(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
