import type { Caller } from '../aws-error.ts';
import type { InvokeResult } from '../lambda/invocations.ts';
import type { InvokeRequest, LambdaService } from '../lambda/lambda-service.ts';
import type { Integration, IntegrationContext, Integrations } from './integration.ts';
import { isObject, type Json } from './json.ts';
import { StateFailure } from './state-failure.ts';

/** Invokes a function; a refusal of the service is an `AwsError`. */
export type InvokeFunction = LambdaService['invoke'];

const KNOWN = new Set(['FunctionName', 'Qualifier', 'Payload', 'InvocationType']);

/** `lambda:invoke`, and functions named by their ARN, whose answer is the bare payload. */
export function lambdaIntegrations(invoke: InvokeFunction): Integrations {
  return {
    'arn:aws:states:::lambda:invoke': async (input, context) => {
      const { status, executedVersion, payload } = await invoked(invoke, invokeRequest(input, context));
      return { ExecutedVersion: executedVersion, Payload: payloadValue(payload), StatusCode: status };
    },
    'arn:aws:lambda:*:function:*': bareFunction(invoke),
  };
}

function bareFunction(invoke: InvokeFunction): Integration {
  return async (input, context) => {
    const request = { functionName: context.resource, payload: JSON.stringify(input), caller: callerOf(context) };
    const { payload } = await invoked(invoke, { ...request, type: 'RequestResponse' });
    return payloadValue(payload);
  };
}

async function invoked(invoke: InvokeFunction, request: InvokeRequest): Promise<InvokeResult> {
  const result = await invoke(request);
  if (result.functionError === null) return result;
  throw new StateFailure(errorType(result.payload), result.payload);
}

/** The name that the function gave its error; without one it was cut off. */
function errorType(payload: string): string {
  const failure = payloadValue(payload);
  const name = isObject(failure) ? failure.errorType : undefined;
  return typeof name === 'string' && name !== '' ? name : 'Lambda.Unknown';
}

function invokeRequest(input: Json, context: IntegrationContext): InvokeRequest {
  if (!isObject(input)) throw new StateFailure('States.Runtime', 'the arguments should be an object');
  const unknown = Object.keys(input).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new StateFailure('States.Runtime', `the argument '${unknown}' is not simulated`);
  const { FunctionName: functionName, Qualifier: qualifier, Payload: payload = {}, InvocationType: type } = input;
  if (typeof functionName !== 'string')
    throw new StateFailure('States.Runtime', "the argument 'FunctionName' is missing");
  if (qualifier !== undefined && typeof qualifier !== 'string') {
    throw new StateFailure('States.Runtime', "the argument 'Qualifier' should be a string");
  }
  if (type !== undefined && type !== 'RequestResponse' && type !== 'Event') {
    throw new StateFailure('States.Runtime', `the invocation type ${JSON.stringify(type)} is not simulated`);
  }
  return {
    functionName,
    ...(qualifier !== undefined && { qualifier }),
    payload: JSON.stringify(payload),
    type: type ?? 'RequestResponse',
    caller: callerOf(context),
  };
}

function callerOf({ executionArn }: IntegrationContext): Caller {
  return { id: executionArn };
}

/** A payload that is no JSON stays a text; an empty one, as of an asynchronous call, too. */
function payloadValue(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
