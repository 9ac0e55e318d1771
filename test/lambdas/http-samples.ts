import { type HttpRequest, type HttpResponse, httpRequestSchema } from '../../lib/domain/steps/http-message.ts';

/** A request as an HTTP API hands it to a function. */
export function httpRequest(method: string, path: string, body?: string, isBase64Encoded = false): HttpRequest {
  return httpRequestSchema.parse({
    version: '2.0',
    rawPath: path,
    headers: {},
    ...(body !== undefined && { body }),
    isBase64Encoded,
    requestContext: { http: { method, path } },
  });
}

export function post(path: string, body: unknown): HttpRequest {
  return httpRequest('POST', path, JSON.stringify(body));
}

/** The JSON body of an answer. */
export function answered(response: HttpResponse) {
  return JSON.parse(response.body);
}
