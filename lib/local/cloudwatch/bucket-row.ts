import { addValue, emptySummary, type Summary } from './statistic.ts';

/** What was measured in one second or minute. */
export interface Bucket extends Summary {
  /** Milliseconds since 1970. */
  readonly start: number;
}

/** Buckets of one width, oldest first; where nothing was measured there is none. */
export class BucketRow {
  private readonly buckets: Bucket[] = [];
  private readonly width: number;

  constructor(widthMilliseconds: number) {
    this.width = widthMilliseconds;
  }

  add(time: number, value: number): void {
    addValue(this.bucketAt(Math.floor(time / this.width) * this.width), value);
  }

  /** Buckets that start from `from` on and before `to`. */
  between(from: number, to: number): readonly Bucket[] {
    return this.buckets.slice(this.firstFrom(from), this.firstFrom(to));
  }

  dropBefore(time: number): void {
    const first = this.firstFrom(time);
    if (first > 0) this.buckets.splice(0, first);
  }

  isEmpty(): boolean {
    return this.buckets.length === 0;
  }

  private bucketAt(start: number): Bucket {
    const last = this.buckets.at(-1);
    if (last?.start === start) return last;
    const index = last === undefined || last.start < start ? this.buckets.length : this.firstFrom(start);
    const found = this.buckets[index];
    if (found?.start === start) return found;
    const bucket = { start, ...emptySummary() };
    this.buckets.splice(index, 0, bucket);
    return bucket;
  }

  /** Index of the first bucket that does not start before `time`. */
  private firstFrom(time: number): number {
    let [low, high] = [0, this.buckets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.buckets[middle]?.start ?? time) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
