/** FNV-1a, 32 bit, over the text's code points (bytes, for ASCII), as an unsigned integer. */
export function fnv1a(text: string): number {
  return Array.from(text).reduce((hash, character) => {
    return Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }, 0x811c9dc5);
}

/** Share of 0 to 1 that GrowthBook's hash number 1 gives a value, in steps of 1/1000; its neighbours' shares are alike. */
export function growthBookShare1(seed: string, value: string): number {
  return (fnv1a(`${value}${seed}`) % 1_000) / 1_000;
}

/** Share of 0 to 1 that GrowthBook's hash number 2 gives a value, in steps of 1/10000. */
export function growthBookShare2(seed: string, value: string): number {
  return (fnv1a(String(fnv1a(`${seed}${value}`))) % 10_000) / 10_000;
}
