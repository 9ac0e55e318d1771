import type { Timer, VirtualClock } from '../virtual-clock.ts';
import { type Item, keyText } from './item.ts';

/** How late, at most, an item goes: DynamoDB says a few days, here it is the next full hour. */
const BUCKET_SECONDS = 3600;

/** DynamoDB leaves an item alone that would have expired longer ago, taking the number for something else. */
const LONGEST_AGO_SECONDS = 5 * 365 * 24 * 3600;

interface Bucket {
  readonly keys: Map<string, Item>;
  readonly timer: Timer;
}

/**
 * When the items of one table expire. It follows the writes instead of searching the table, so nothing happens in
 * between, however long that is.
 */
export class ItemExpiry {
  private readonly attribute: string;
  private readonly clock: VirtualClock;
  private readonly remove: (keys: readonly Item[]) => Promise<void>;
  private readonly buckets = new Map<number, Bucket>();
  private readonly placed = new Map<string, number>();

  constructor(attribute: string, clock: VirtualClock, remove: (keys: readonly Item[]) => Promise<void>) {
    this.attribute = attribute;
    this.clock = clock;
    this.remove = remove;
  }

  /** Takes note of what a write left under a key. */
  follow(key: Item, after: Item | undefined): void {
    const text = keyText(key);
    const bucket = this.bucketOf(after);
    const before = this.placed.get(text);
    if (before === bucket) return;
    if (before !== undefined) this.buckets.get(before)?.keys.delete(text);
    if (bucket === undefined) this.placed.delete(text);
    else this.place(text, key, bucket);
  }

  close(): void {
    for (const { timer } of this.buckets.values()) timer.cancel();
  }

  private place(text: string, key: Item, time: number): void {
    const bucket = this.buckets.get(time) ?? this.newBucket(time);
    bucket.keys.set(text, key);
    this.placed.set(text, time);
  }

  private newBucket(time: number): Bucket {
    const keys = new Map<string, Item>();
    const timer = this.clock.schedule(time * 1000 - this.clock.now(), `expiry of ${this.attribute}`, async () => {
      this.buckets.delete(time);
      for (const text of keys.keys()) this.placed.delete(text);
      if (keys.size > 0) await this.remove([...keys.values()]);
    });
    const bucket = { keys, timer };
    this.buckets.set(time, bucket);
    return bucket;
  }

  /** The full hour, in epoch seconds, at which an item goes; undefined for one that stays. */
  private bucketOf(item: Item | undefined): number | undefined {
    const value = item?.[this.attribute]?.N;
    if (value === undefined) return undefined;
    const expiry = Number(value);
    const now = this.clock.now() / 1000;
    if (expiry < now - LONGEST_AGO_SECONDS) return undefined;
    return Math.ceil(Math.max(expiry, now + 1) / BUCKET_SECONDS) * BUCKET_SECONDS;
  }
}
