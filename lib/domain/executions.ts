import type { JsonValue } from './canonical-json.ts';

export type ExecutionStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE'
  | 'MISSING';

/** Executions of state machines. */
export interface Executions {
  /**
   * Starts one and returns its ARN; the same name with the same input while it runs returns the running one.
   * Throws `ExecutionExists` when the name has been used.
   */
  start(stateMachineArn: string, name: string, input: JsonValue): Promise<string>;
  /** `MISSING` when no such execution is known. */
  readStatus(executionArn: string): Promise<ExecutionStatus>;
}
