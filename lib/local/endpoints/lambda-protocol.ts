import type { HttpAnswer, HttpRequest } from './http-exchange.ts';
import type { ReadCall, WireProtocol } from './operation-calls.ts';
import { restJsonProtocol } from './rest-json.ts';
import { matchRoute, type RestRoute } from './rest-routes.ts';

const FUNCTION = '/2015-03-31/functions/{FunctionName}';

const routes: readonly RestRoute[] = [
  { operation: 'GetFunction', route: `GET ${FUNCTION}` },
  { operation: 'DeleteFunction', route: `DELETE ${FUNCTION}`, status: 204 },
  { operation: 'UpdateFunctionCode', route: `PUT ${FUNCTION}/code` },
  { operation: 'GetFunctionConfiguration', route: `GET ${FUNCTION}/configuration` },
  { operation: 'UpdateFunctionConfiguration', route: `PUT ${FUNCTION}/configuration` },
  { operation: 'ListVersionsByFunction', route: `GET ${FUNCTION}/versions` },
  { operation: 'PublishVersion', route: `POST ${FUNCTION}/versions`, status: 201 },
  { operation: 'ListAliases', route: `GET ${FUNCTION}/aliases` },
  { operation: 'CreateAlias', route: `POST ${FUNCTION}/aliases`, status: 201 },
  { operation: 'GetAlias', route: `GET ${FUNCTION}/aliases/{Name}` },
  { operation: 'UpdateAlias', route: `PUT ${FUNCTION}/aliases/{Name}` },
  { operation: 'DeleteAlias', route: `DELETE ${FUNCTION}/aliases/{Name}`, status: 204 },
];

const invocation: RestRoute = { operation: 'Invoke', route: `POST ${FUNCTION}/invocations` };

const rest = restJsonProtocol(routes, (name, value) => [name, name === 'MaxItems' ? Number(value) : value]);

/** Lambda's REST API. The payload of an invocation is JSON text on both ways, and everything about it is in headers. */
export const lambdaProtocol: WireProtocol = {
  read: (request) => readInvocation(request) ?? rest.read(request),
  answer: (call, output) =>
    call.operation === invocation.operation ? invocationAnswer({ ...Object(output) }) : rest.answer(call, output),
  fail: rest.fail,
};

function readInvocation({ method, path, query, headers, body }: HttpRequest): ReadCall | null {
  const matched = matchRoute([invocation], method, path);
  if (matched === null) return null;
  const given = {
    Qualifier: query.get('Qualifier') ?? undefined,
    InvocationType: headers['x-amz-invocation-type'],
    LogType: headers['x-amz-log-type'],
    ClientContext: headers['x-amz-client-context'],
    Payload: body.toString(),
  };
  return { operation: matched.operation, input: { ...matched.members, ...given } };
}

interface InvocationOutput {
  readonly StatusCode?: number;
  readonly ExecutedVersion?: string;
  readonly FunctionError?: string;
  readonly Payload?: string;
}

function invocationAnswer({ StatusCode = 200, ExecutedVersion, FunctionError, Payload }: InvocationOutput): HttpAnswer {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (ExecutedVersion) headers['x-amz-executed-version'] = ExecutedVersion;
  if (FunctionError) headers['x-amz-function-error'] = FunctionError;
  return { status: StatusCode, headers, body: Payload ?? '' };
}
