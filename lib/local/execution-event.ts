import { LOCAL_ACCOUNT, LOCAL_REGION } from './aws-error.ts';
import { type BusEvent, eventTime } from './events/bus-event.ts';
import type { ExecutionDescription } from './states/status-change.ts';

/** The event that Step Functions puts on the default bus when an execution starts or ends. */
export function executionEvent(change: ExecutionDescription, id: string, now: number): BusEvent {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, input } = change;
  return {
    version: '0',
    id,
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: LOCAL_ACCOUNT,
    region: LOCAL_REGION,
    time: eventTime(now),
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate,
      stopDate,
      input,
      output: change.output ?? null,
      error: change.error ?? null,
      cause: change.cause ?? null,
    },
  };
}
