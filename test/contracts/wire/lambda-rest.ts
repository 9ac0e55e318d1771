import type { WireResponse } from './wire.ts';

/** One call of the API, with the parts of its path and query. */
export interface LambdaCall {
  readonly functionName: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

/** By method and path, in which `*` is the function's name. */
export type Routes = Readonly<Record<string, (call: LambdaCall) => Promise<WireResponse>>>;

export function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A failure as Lambda words it. */
export function failure(status: number, type: string, message: string): WireResponse {
  const { headers, body } = json(status, { Type: 'User', Message: message });
  return { status, headers: { ...headers, 'x-amzn-errortype': type }, body };
}
