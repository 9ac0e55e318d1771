import type { Execution, ExecutionStatus } from './execution.ts';

/** What is known of an execution when its status changes, and at any time afterwards. Times in milliseconds since 1970. */
export interface ExecutionDescription {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate: number | null;
  /** JSON text, as it was given. */
  readonly input: string;
  /** JSON text of an execution that has succeeded. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export function describe(execution: Execution): ExecutionDescription {
  const { arn, machine, name, status, startDate, stopDate, input, ending } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate,
    stopDate,
    input: input.text,
    ...(ending?.output && { output: ending.output.text }),
    // a time-out of the machine has no error here, only in the history
    ...(ending?.error !== undefined && status !== 'TIMED_OUT' && { error: ending.error }),
    ...(ending?.cause !== undefined && { cause: ending.cause }),
  };
}
