import { AwsError } from '../aws-error.ts';
import type { Fault, FaultPlan } from '../fault-plan.ts';
import type { FunctionRecord } from './function-record.ts';

/** What goes wrong with the next invocation of a function, planned under its own name or its step's. */
export function invocationFault(faults: FaultPlan, { name, step }: FunctionRecord): Fault | undefined {
  const byName = faults.next(`invoke:${name}`);
  const byStep = step === null || step === name ? undefined : faults.next(`invoke:${step}`);
  return byName ?? byStep;
}

/** The answer of the service, not of the function. */
export function injectedFailure(when: 'before' | 'after'): AwsError {
  return new AwsError('ServiceException', `injected: the service failed ${when} the function ran`, 500);
}

export function throttled(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
}
