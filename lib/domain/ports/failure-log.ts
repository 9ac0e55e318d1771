/** Where a step tells of a failure that it survives. */
export interface FailureLog {
  /** At error level: the event, and nothing of the error but its name and its message. */
  record(event: string, error: unknown): void;
}
