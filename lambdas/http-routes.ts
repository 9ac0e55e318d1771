import { InvalidInput } from '../lib/domain/errors.ts';
import type { HttpRequest, HttpResponse } from '../lib/domain/steps/http-message.ts';

type Answer = (request: HttpRequest) => Promise<HttpResponse>;

/** Answers by method and path, such as `POST /predict`; 404 for another path, 405 for another method. */
export function httpRoutes(routes: Readonly<Record<string, Answer>>): Answer {
  const methodsOf = (path: string) =>
    Object.keys(routes).flatMap((route) => {
      const [method = '', routePath] = route.split(' ');
      return routePath === path ? [method] : [];
    });

  return async (request) => {
    const { rawPath: path, requestContext } = request;
    const { method } = requestContext.http;
    const answer = routes[`${method} ${path}`];
    if (answer !== undefined) return answer(request);
    const allow = methodsOf(path).join(', ');
    if (allow === '') return errorAnswer(404, 'NotFound', `no such path: ask for ${Object.keys(routes).join(' or ')}`);
    return { ...errorAnswer(405, 'MethodNotAllowed', `ask with ${allow}`), headers: { ...JSON_CONTENT, allow } };
  };
}

/** The body as it was sent. */
export function bodyText({ body = '', isBase64Encoded }: Pick<HttpRequest, 'body' | 'isBase64Encoded'>): string {
  return isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
}

const JSON_CONTENT = { 'content-type': 'application/json' };

export function jsonAnswer(statusCode: number, body: unknown): HttpResponse {
  return { statusCode, headers: JSON_CONTENT, body: JSON.stringify(body) };
}

export function errorAnswer(statusCode: number, error: string, message: string): HttpResponse {
  return jsonAnswer(statusCode, { error, message });
}

/** 400 with every wrong field; what is no wrong input is thrown on. */
export function inputRefusal(error: unknown): HttpResponse {
  if (!(error instanceof InvalidInput)) throw error;
  const { name, message, problems } = error;
  return jsonAnswer(400, { error: name, message, problems });
}
