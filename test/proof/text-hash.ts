/** A 53-bit number that stands for a text and all that was hashed before it (two FNV-1a hashes side by side). */
export function hashText(text: string, before = 0): number {
  let [high, low] = [(before / 0x1_0000_0000) | 0, before | 0];
  high ^= 0x811c9dc5;
  low ^= 0x01000193;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ (code + index), 0x85ebca6b);
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
}
