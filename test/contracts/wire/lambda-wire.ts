import { CodeMoved, FunctionBusy, FunctionMissing, RevisionMoved } from '../../../lib/domain/ports/adapter-errors.ts';
import type { FunctionVersions } from '../../../lib/domain/ports/function-versions.ts';
import type { LiveAlias } from '../../../lib/domain/ports/live-alias.ts';
import { aliasRoutes } from './lambda-alias-routes.ts';
import { functionRoutes } from './lambda-function-routes.ts';
import { failure, type LambdaCall, type Routes } from './lambda-rest.ts';
import { startWire, type WireRequest, type WireResponse } from './wire.ts';

const PREFIX = '/2015-03-31/functions/';

/** Lambda's REST API as the SDK speaks it, in front of functions in memory. */
export function startLambdaWire(functionVersions: FunctionVersions, liveAlias: LiveAlias) {
  const routes: Routes = { ...functionRoutes(functionVersions), ...aliasRoutes(liveAlias) };
  return startWire(async (request) => {
    try {
      const { route, call } = parsed(request);
      const answer = routes[route];
      return answer === undefined ? failure(400, 'UnknownOperationException', route) : await answer(call);
    } catch (error) {
      return failureOf(error);
    }
  });
}

function parsed({ method, path, body }: WireRequest): { readonly route: string; readonly call: LambdaCall } {
  const { pathname, searchParams } = new URL(path, 'http://lambda');
  const [encodedName = '', ...rest] = pathname.slice(PREFIX.length).split('/');
  const call = { functionName: decodeURIComponent(encodedName), query: searchParams, body };
  return { route: [`${method} ${PREFIX}*`, ...rest].join('/'), call };
}

function failureOf(error: unknown): WireResponse {
  if (error instanceof FunctionBusy) return failure(409, 'ResourceConflictException', error.message);
  if (error instanceof RevisionMoved) return failure(412, 'PreconditionFailedException', error.message);
  if (error instanceof FunctionMissing) return failure(404, 'ResourceNotFoundException', error.message);
  if (error instanceof CodeMoved) return failure(400, 'InvalidParameterValueException', error.message);
  return failure(400, 'InvalidParameterValueException', String(error));
}
