import { type DueStep, StepQueue } from './step-queue.ts';

export interface Timer {
  /** The step will not run; one that has run already stays run. */
  cancel(): void;
}

/**
 * The one clock of a run. Everything that happens is a step, due at a virtual time. Steps run one at a time, in order of
 * time and then of insertion, and time moves on only when the step before has settled: when all the real work that it
 * began (`busy`) is done and nothing waits in the queues of the event loop.
 */
export class VirtualClock {
  private time: number;
  private sequence = 0;
  private outstanding = 0;
  private running = false;
  private idle: (() => void) | null = null;
  private readonly steps = new StepQueue();

  /** Starts at so many milliseconds since 1970. */
  constructor(start: number) {
    this.time = start;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.time;
  }

  /** Runs `run` after a delay in milliseconds; zero means after everything that is already due now. */
  schedule(delay: number, label: string, run: () => void | Promise<void>): Timer {
    const step: DueStep = {
      due: this.time + Math.max(0, delay),
      sequence: this.sequence++,
      label,
      run,
      cancelled: false,
    };
    this.steps.push(step);
    return {
      cancel: () => this.steps.cancel(step),
    };
  }

  /** Resolves after a delay in milliseconds; rejects with the signal's reason, and leaves no trace, when that aborts. */
  sleep(delay: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer = this.schedule(delay, 'sleep', () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      const abort = () => {
        timer.cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Keeps time from moving on while real work is under way. Everything asynchronous that is not virtual belongs in here. */
  async busy<T>(work: Promise<T>): Promise<T> {
    this.outstanding += 1;
    try {
      return await work;
    } finally {
      this.outstanding -= 1;
      if (this.outstanding === 0) this.idle?.();
    }
  }

  /** When the next step is due; undefined when nothing is left to happen. */
  nextDue(): number | undefined {
    return this.steps.peek()?.due;
  }

  /** Lets everything happen that is due up to and including `time`, then stands at `time`. Rejects with a failed step's error. */
  async runUntil(time: number): Promise<void> {
    if (this.running) throw new Error('the clock is running already: advance it from one place');
    this.running = true;
    try {
      await this.settle();
      for (let due = this.nextDue(); due !== undefined && due <= time; due = this.nextDue()) await this.runNext();
      this.time = Math.max(this.time, time);
    } finally {
      this.running = false;
    }
  }

  /** Lets things happen until `done` says so; throws when nothing is left to happen, or after `limit` milliseconds. */
  async runUntilDone(done: () => boolean, limit: number): Promise<void> {
    const end = this.time + limit;
    await this.runUntil(this.time);
    while (!done()) {
      const due = this.nextDue();
      if (due === undefined || due > end)
        throw new Error(`nothing more happens that could end the wait (limit ${limit} ms)`);
      await this.runUntil(due);
    }
  }

  private async runNext(): Promise<void> {
    const step = this.steps.pop();
    if (step === undefined) return;
    this.time = Math.max(this.time, step.due);
    try {
      await this.busy(Promise.resolve(step.run()));
    } catch (error) {
      throw new Error(`the step '${step.label}' failed: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    await this.settle();
  }

  /** Real work is done, and so is what follows from it. */
  private async settle(): Promise<void> {
    do {
      if (this.outstanding > 0) await new Promise<void>((resolve) => (this.idle = resolve));
      this.idle = null;
      await new Promise<void>((resolve) => setImmediate(resolve));
    } while (this.outstanding > 0);
  }
}
