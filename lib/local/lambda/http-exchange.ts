import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its answer. It is at rest when it is answered, parked, or waits for more of the request. */
export class HttpExchange {
  private readonly request: IncomingMessage;
  private answered = false;
  private parked = 0;
  private waiting: (() => void)[] = [];

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    response.on('close', () => {
      this.answered = true;
      this.changed();
    });
  }

  /** The handler waits for something virtual. */
  park(): void {
    this.parked += 1;
    this.changed();
  }

  resume(): void {
    this.parked -= 1;
  }

  /** Resolves when nothing real is left to do for now. */
  async atRest(): Promise<void> {
    while (!this.answered && this.parked === 0 && this.request.complete) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** What is under way, in words. */
  describe(): string {
    return `${this.request.method} ${this.request.url}`;
  }

  private changed(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}
