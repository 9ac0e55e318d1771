import { paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import { type Timestamp, timestamp } from '../domain/time.ts';

export interface RunningExecution {
  readonly arn: string;
  readonly startedAt: Timestamp;
}

/** Executions of a state machine that have not ended, newest first. */
export async function runningExecutions(client: SFNClient, stateMachineArn: string): Promise<RunningExecution[]> {
  const running: RunningExecution[] = [];
  const query = { stateMachineArn, statusFilter: 'RUNNING' } as const;
  for await (const { executions = [] } of paginateListExecutions({ client }, query)) {
    for (const { executionArn, startDate } of executions) {
      if (!executionArn || !startDate) throw new Error('an execution should have an ARN and a start, got neither');
      running.push({ arn: executionArn, startedAt: timestamp(startDate.getTime()) });
    }
  }
  return running;
}
