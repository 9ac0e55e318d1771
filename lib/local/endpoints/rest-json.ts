import type { HttpAnswer } from './http-exchange.ts';
import { jsonMembers, type WireProtocol } from './operation-calls.ts';
import { matchRoute, type RestRoute } from './rest-routes.ts';

/** How the parameters of a query are called in the API, where they are called otherwise or are numbers. */
export type QueryMember = (name: string, value: string) => readonly [string, unknown];

/** REST-JSON: the operation in method and path, its input spread over path, query and body. */
export function restJsonProtocol(routes: readonly RestRoute[], queryMember: QueryMember): WireProtocol {
  return {
    read({ method, path, query, body }) {
      const matched = matchRoute(routes, method, path);
      if (matched === null) return null;
      const asked = Object.fromEntries([...query].map(([name, value]) => queryMember(name, value)));
      return { operation: matched.operation, input: { ...jsonMembers(body), ...asked, ...matched.members } };
    },
    answer({ operation }, output) {
      const status = routes.find((route) => route.operation === operation)?.status ?? 200;
      return status === 204 ? { status } : json(status, output ?? {});
    },
    fail: ({ code, message, status }) =>
      json(status, { Type: status < 500 ? 'User' : 'Service', Message: message }, { 'x-amzn-errortype': code }),
  };
}

function json(status: number, body: unknown, headers = {}): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
