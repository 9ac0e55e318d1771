import { avalanche } from './murmur3.ts';

/**
 * The uniform number, from 0 and below 1 with 53 bits, at this index of this repetition of a stream. It depends on nothing
 * else, so that one draw can be repeated alone and in whatever language: hash(hash(s ^ r) ^ t) and its hash, where s is
 * the seed and the stream.
 */
export function uniformAt(seed: number, stream: number, repetition: number, index: number): number {
  const stage = avalanche(seed ^ Math.imul(stream + 1, 0x165667b1) ^ Math.imul(repetition + 1, 0x9e3779b1));
  const high = avalanche(stage ^ Math.imul(index + 1, 0x27d4eb2f));
  const low = avalanche(high ^ 0x2545f491);
  return ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;
}
