import type { FailureLog } from '../../lib/domain/ports/failure-log.ts';

export interface InMemoryFailureLog extends FailureLog {
  /** `event: message` of every failure. */
  readonly lines: string[];
}

export function inMemoryFailureLog(): InMemoryFailureLog {
  const lines: string[] = [];
  return { lines, record: (event, error) => void lines.push(`${event}: ${Error.prototype.toString.call(error)}`) };
}
