import { murmur3 } from './murmur3.ts';

interface Kept<Item> {
  readonly hash: number;
  readonly item: Item;
}

/** A sample of keyed items that depends neither on their order nor on chance. */
export interface HashSample<Item> {
  /** Whether an item of this key could still be in it. */
  wants(key: string): boolean;
  /** Offers an item. Of two with one key the one that `isBetter` than the other stays. */
  offer(key: string, item: Item): void;
  /** Items of the smallest hashes, at most as many as asked for, in the order of hashes. */
  items(): Item[];
  /** How many are in memory; at most a quarter more than asked for. */
  readonly held: number;
}

/**
 * Keeps the items whose keys have the smallest hashes (bottom-k sampling, Cohen and Kaplan 2007): a uniform sample of the
 * distinct keys. Whoever is not among the smallest never is again, so that no more than a quarter beyond `most` is held.
 */
export function hashSample<Item>(most: number, isBetter: (one: Item, other: Item) => boolean): HashSample<Item> {
  let kept = new Map<string, Kept<Item>>();
  let largest = Number.POSITIVE_INFINITY;
  const bound = most + Math.floor(most / 4);
  const smallest = () =>
    [...kept].sort(([oneKey, one], [key, other]) => one.hash - other.hash || (oneKey < key ? -1 : 1)).slice(0, most);
  return {
    wants: (key) => murmur3(key) <= largest,
    offer(key, item) {
      const hash = murmur3(key);
      const known = kept.get(key);
      if (hash > largest || (known !== undefined && !isBetter(item, known.item))) return;
      kept.set(key, { hash, item });
      if (kept.size <= bound) return;
      const left = smallest();
      largest = left.at(-1)?.[1].hash ?? largest;
      kept = new Map(left);
    },
    items: () => smallest().map(([, { item }]) => item),
    get held() {
      return kept.size;
    },
  };
}
