import { LOCAL_REGION } from '../aws-error.ts';
import { inputDetails, outputDetails } from './history.ts';
import type { Json, JsonDocument } from './json.ts';
import type { TaskResource } from './resources.ts';
import type { StateFailure } from './state-failure.ts';
import type { TaskLimits } from './task-deadlines.ts';
import { record, type Visit } from './visit.ts';

const TIME_OUTS = new Set<string | undefined>(['States.Timeout', 'States.HeartbeatTimeout']);

export function recordScheduled(visit: Visit, resource: TaskResource, input: JsonDocument, limits: TaskLimits): void {
  const seconds = { timeoutInSeconds: limits.timeoutSeconds, heartbeatInSeconds: limits.heartbeatSeconds };
  if (resource.type === null) {
    const details = { resource: resource.action, ...inputDetails(input), timeoutInSeconds: limits.timeoutSeconds };
    record(visit, 'LambdaFunctionScheduled', details);
  } else {
    record(visit, 'TaskScheduled', {
      ...names(resource),
      region: LOCAL_REGION,
      parameters: input.text,
      ...seconds,
    });
  }
}

export function recordStarted(visit: Visit, resource: TaskResource): void {
  if (resource.type === null) record(visit, 'LambdaFunctionStarted');
  else record(visit, 'TaskStarted', names(resource));
}

/** A task that waits for its token has been handed over. */
export function recordSubmitted(visit: Visit, resource: TaskResource, answer: JsonDocument): void {
  recordOf(visit, resource, 'Submitted', outputDetails(answer));
}

export function recordSucceeded(visit: Visit, resource: TaskResource, result: JsonDocument): void {
  recordOf(visit, resource, 'Succeeded', outputDetails(result));
}

export function recordUnanswered(visit: Visit, resource: TaskResource, { error, reason: cause }: StateFailure): void {
  recordOf(visit, resource, TIME_OUTS.has(error) ? 'TimedOut' : 'Failed', { error, cause });
}

function recordOf(
  visit: Visit,
  resource: TaskResource,
  what: string,
  details: Readonly<Record<string, Json | undefined>>,
): void {
  if (resource.type === null) record(visit, `LambdaFunction${what}`, details);
  else record(visit, `Task${what}`, { ...names(resource), ...details });
}

function names({ type, action }: TaskResource): Record<string, Json> {
  return { resourceType: type ?? 'lambda', resource: action };
}
