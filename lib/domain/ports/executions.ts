import { z } from 'zod';
import type { JsonValue } from '../canonical-json.ts';

/** A name that Step Functions takes and that its logs and metrics can show as well. */
export const executionNameSchema = z
  .string()
  .regex(
    /^[0-9A-Za-z_-]{1,80}$/,
    'should be 1 to 80 letters, digits, hyphens and underscores, for example code-1f3a-7',
  );

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
   * Throws `ExecutionExists` when the name has been used, a `ZodError` when it is none.
   */
  start(stateMachineArn: string, name: string, input: JsonValue): Promise<string>;
  /** `MISSING` when no such execution is known. */
  readStatus(executionArn: string): Promise<ExecutionStatus>;
}
