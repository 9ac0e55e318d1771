import type { Json, JsonDocument } from './json.ts';
import { MAX_HISTORY_EVENTS } from './limits.ts';

/** An event as `GetExecutionHistory` shows it, with the time in milliseconds. */
export interface HistoryEvent {
  /** Counted from 1. */
  readonly id: number;
  /** The event before it on the same branch; 0 for the first. */
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  /** Under a name such as `taskFailedEventDetails`. */
  readonly details: Readonly<Record<string, Json | undefined>> | null;
  readonly detailsName: string | null;
}

/** Where a branch stands in the history: each follows its own events. */
export interface EventChain {
  last: number;
}

/** The history of one execution. */
export class History {
  readonly events: HistoryEvent[] = [];
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Only the last event fits, and that one is the execution's end. */
  get isFull(): boolean {
    return this.events.length >= MAX_HISTORY_EVENTS - 1;
  }

  /** Adds an event; details are named after its type unless said otherwise. */
  add(previousEventId: number, type: string, details: HistoryEvent['details'], named = type): number {
    const id = this.events.length + 1;
    const detailsName = details === null ? null : `${named.charAt(0).toLowerCase()}${named.slice(1)}EventDetails`;
    this.events.push({ id, previousEventId, timestamp: this.now(), type, details, detailsName });
    return id;
  }
}

const COMPLETE = { truncated: false };

export function inputDetails({ text }: JsonDocument): { input: string; inputDetails: Json } {
  return { input: text, inputDetails: COMPLETE };
}

export function outputDetails({ text }: JsonDocument): { output: string; outputDetails: Json } {
  return { output: text, outputDetails: COMPLETE };
}
