import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InvocationInput } from '../environment-protocol.ts';

export type Handler = (event: unknown, context: InvocationContext) => unknown;

export interface InvocationContext {
  callbackWaitsForEmptyEventLoop: boolean;
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  getRemainingTimeInMillis(): number;
}

/** Imports `file.export` from the bundle. Throws what Lambda's runtime throws. */
export async function loadHandler(codeFolder: string, handler: string): Promise<Handler> {
  const [file = '', exported = ''] = handler.split('.');
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(handlerFile(codeFolder, file)).href);
  const loaded = module[exported];
  if (typeof loaded !== 'function') {
    throw runtimeError('HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (loaded.length >= 3) {
    throw runtimeError('CallbackHandlerDeprecated', `${handler} takes a callback: Node.js 24 has no such handlers`);
  }
  return (event, context) => loaded(event, context);
}

function handlerFile(codeFolder: string, file: string): string {
  const candidates = ['mjs', 'cjs'].map((extension) => join(codeFolder, `${file}.${extension}`));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found) return found;
  // whether a .js file is a module would depend on a package.json outside of the bundle
  throw runtimeError('ImportModuleError', `Error: Cannot find module '${file}' (as .mjs or .cjs)`);
}

function runtimeError(kind: string, message: string): Error {
  return Object.assign(new Error(message), { name: `Runtime.${kind}` });
}

export function invocationContext(
  { requestId, deadline, invokedFunctionArn }: InvocationInput,
  variables: Readonly<Record<string, string | undefined>>,
  now: () => number,
): InvocationContext {
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: requestId,
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME ?? '',
    functionVersion: variables.AWS_LAMBDA_FUNCTION_VERSION ?? '',
    invokedFunctionArn,
    memoryLimitInMB: variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '',
    logGroupName: variables.AWS_LAMBDA_LOG_GROUP_NAME ?? '',
    logStreamName: variables.AWS_LAMBDA_LOG_STREAM_NAME ?? '',
    getRemainingTimeInMillis: () => deadline - now(),
  };
}

/** The handler's answer as JSON text. */
export async function callHandler(handler: Handler, payload: string, context: InvocationContext): Promise<string> {
  const answer = await handler(JSON.parse(payload), context);
  try {
    return JSON.stringify(answer ?? null) ?? 'null';
  } catch (cause) {
    throw new Error('Unable to stringify response body', { cause });
  }
}
