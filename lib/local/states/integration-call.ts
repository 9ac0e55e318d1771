import { AwsError } from '../aws-error.ts';
import type { Fault, FaultKind } from '../fault-plan.ts';
import type { IntegrationContext } from './integration.ts';
import type { Json } from './json.ts';
import type { TaskResource } from './resources.ts';
import { StateFailure, Stopped } from './state-failure.ts';
import type { Engine } from './visit.ts';

const DEFAULT_FAULT_MILLISECONDS = 1000;

/** Calls the integration, with what the fault plan does to the call. Rejects with `StateFailure` or a defect. */
export async function callIntegration(
  engine: Engine,
  { integration, resource, errorPrefix }: TaskResource,
  input: Json,
  context: IntegrationContext,
): Promise<unknown> {
  const call = () => integration(input, context);
  const fault = engine.faults.next(`states:${resource}`);
  try {
    return await (fault === undefined ? call() : faultyCall(engine, fault, errorPrefix, call));
  } catch (error) {
    throw error instanceof AwsError ? serviceError(errorPrefix, error) : error;
  }
}

/** Whether an error is nobody's answer, but a mistake in the runtime. */
export function isDefect(error: unknown): boolean {
  return !(error instanceof StateFailure || error instanceof Stopped);
}

/** The name and text that Step Functions makes of a service's error. */
function serviceError(errorPrefix: string, { code, message, status }: AwsError): StateFailure {
  const name = /Exception$|^Unknown$/.test(code) ? code : `${code}Exception`;
  return new StateFailure(
    `${errorPrefix}.${name}`,
    `${message} (Service: ${errorPrefix}, Status Code: ${status}, Error Code: ${code})`,
  );
}

async function faultyCall(
  { clock }: Engine,
  { kind, milliseconds = DEFAULT_FAULT_MILLISECONDS }: Fault,
  errorPrefix: string,
  call: () => Promise<unknown>,
): Promise<unknown> {
  if (kind === 'throttle' || kind === 'fail-before') throw faultError(kind, errorPrefix);
  if (kind === 'delay') await clock.sleep(milliseconds);
  const answer = await call();
  if (kind === 'delay') return answer;
  // the first answer got lost, and the call was made again
  if (kind === 'duplicate') return call();
  if (kind === 'time-out') await clock.sleep(milliseconds);
  throw faultError(kind, errorPrefix);
}

function faultError(kind: FaultKind, errorPrefix: string): AwsError {
  const isLambda = errorPrefix === 'Lambda';
  if (kind === 'throttle') {
    return new AwsError(isLambda ? 'TooManyRequestsException' : 'ThrottlingException', 'Rate exceeded', 429);
  }
  if (kind === 'time-out') return new AwsError('SdkClientException', 'the answer did not come in time', 0);
  if (kind === 'crash') return new AwsError('Unknown', 'the call was cut off after it had begun', 0);
  return new AwsError(isLambda ? 'ServiceException' : 'InternalServerException', 'internal error', 500);
}
