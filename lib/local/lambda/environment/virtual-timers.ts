import { AsyncResource } from 'node:async_hooks';

const LONGEST_DELAY = 2 ** 31 - 1;

/** What `setTimeout` returns in Node, as far as code uses it. */
export class VirtualTimer {
  readonly id: number;
  readonly period: number | null;
  private readonly delay: number;
  private readonly callback: () => void;
  private readonly timers: VirtualTimers;
  private holds = true;

  constructor(timers: VirtualTimers, id: number, delay: number, repeats: boolean, callback: () => void) {
    this.timers = timers;
    this.id = id;
    this.delay = delay;
    this.period = repeats ? delay : null;
    this.callback = AsyncResource.bind(callback);
    this.refresh();
  }

  fire(): void {
    this.callback();
  }

  refresh(): this {
    this.timers.add(this, this.delay);
    return this;
  }

  /** Changes nothing here: what holds a process is not a timer but an invocation. */
  ref(): this {
    this.holds = true;
    return this;
  }

  unref(): this {
    this.holds = false;
    return this;
  }

  hasRef(): boolean {
    return this.holds;
  }

  close(): this {
    this.timers.clear(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The time of an environment, which stands still until the host moves it, and everything that waits for it. */
export class VirtualTimers {
  /** Milliseconds since 1970. */
  now: number;
  private readonly waiting = new Map<number, { readonly timer: VirtualTimer; readonly due: number }>();
  private nextId = 1;

  constructor(now: number) {
    this.now = now;
  }

  start(delay: unknown, callback: () => void, repeats = false): VirtualTimer {
    const id = this.nextId++;
    return new VirtualTimer(this, id, nodeDelay(delay), repeats, callback);
  }

  /** Starts it, or starts it anew. */
  add(timer: VirtualTimer, delay: number): void {
    this.waiting.delete(timer.id); // so that among equal times the one that was set last comes last
    this.waiting.set(timer.id, { timer, due: this.now + delay });
  }

  /** Takes what `clearTimeout` does: a timer, its number, or anything else, which it ignores. */
  clear(timer: unknown): void {
    if (timer instanceof VirtualTimer) this.waiting.delete(timer.id);
    else if (typeof timer === 'number' || typeof timer === 'string') this.waiting.delete(Number(timer));
  }

  nextDue(): number | null {
    return this.earliest()?.due ?? null;
  }

  /** Takes one timer that is due; undefined when none is. */
  takeDue(): VirtualTimer | undefined {
    const earliest = this.earliest();
    if (earliest === undefined || earliest.due > this.now) return undefined;
    const { timer } = earliest;
    this.waiting.delete(timer.id);
    if (timer.period !== null) this.add(timer, timer.period);
    return timer;
  }

  private earliest() {
    let first: { readonly timer: VirtualTimer; readonly due: number } | undefined;
    for (const entry of this.waiting.values()) {
      if (first === undefined || entry.due < first.due) first = entry;
    }
    return first;
  }
}

/** Node takes everything below 1 ms, above 2^31 - 1 ms, or that is no number, for 1 ms. */
function nodeDelay(delay: unknown): number {
  const number = Number(delay);
  return number >= 1 && number <= LONGEST_DELAY ? Math.trunc(number) : 1;
}
