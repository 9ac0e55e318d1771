import { createHash } from 'node:crypto';

/** Random numbers that depend on nothing but their seed. */
export interface SeededRandom {
  /** Uniform in [0, 1). */
  next(): number;
  /** A generator of its own for one purpose; how often others draw does not change what it draws. */
  fork(purpose: string): SeededRandom;
}

/** Generator xoshiro128** of Blackman and Vigna, seeded with a hash of the text. */
export function seededRandom(seed: string): SeededRandom {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((offset) => digest.readUInt32LE(offset)) as [number, number, number, number];
  return {
    next() {
      const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotate(d, 11);
      return scrambled / 2 ** 32;
    },
    fork: (purpose) => seededRandom(`${seed}/${purpose}`),
  };
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** A UUID of version 4 in form, drawn from the generator. */
export function seededUuid(random: SeededRandom): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random.next() * 16).toString(16));
  hex[12] = '4';
  hex[16] = '89ab'[Math.floor(random.next() * 4)] ?? '8';
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
