import { canonicalJson } from '../domain/canonical-json.ts';
import { sha256Hex } from '../domain/content-hash.ts';

/** One thing that happened, at a virtual time in milliseconds since 1970. */
export interface LoggedEvent {
  readonly time: number;
  /** Service that tells it, such as `lambda`. */
  readonly source: string;
  readonly type: string;
  /** Plain JSON without anything real: no wall-clock time, no random id, no port. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** All that happened in a run, in order. The same seed gives the same log, byte for byte. */
export class EventLog {
  private readonly lines: string[] = [];
  private readonly now: () => number;
  private readonly listeners: ((event: LoggedEvent) => void)[] = [];

  constructor(now: () => number) {
    this.now = now;
  }

  record(source: string, type: string, detail: LoggedEvent['detail']): void {
    const event = { time: this.now(), source, type, detail };
    this.lines.push(canonicalJson(event));
    for (const listen of this.listeners) listen(event);
  }

  /** Begins with what another log had; whatever is here already is dropped. */
  restore(text: string): void {
    this.lines.splice(0, this.lines.length, ...text.split('\n').filter((line) => line !== ''));
  }

  /** Calls back for every event from now on, at once. */
  listen(listener: (event: LoggedEvent) => void): void {
    this.listeners.push(listener);
  }

  events(): LoggedEvent[] {
    return this.lines.map((line) => JSON.parse(line) as LoggedEvent);
  }

  /** One line of canonical JSON per event. */
  text(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }

  /** SHA-256 of the text. */
  digest(): string {
    return sha256Hex(this.text());
  }
}
