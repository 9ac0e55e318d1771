/** A request at the front of an HTTP API. */
export interface HttpQuestion {
  readonly method: string;
  /** With its query string. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** ARN of whoever signed the request; without one it is not signed. */
  readonly identity?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FunctionAnswer {
  readonly payload: string;
  readonly functionError: string | null;
}

export const badGateway: HttpAnswer = { status: 502, headers: {}, body: '{"message":"Internal Server Error"}' };

/** The event of payload format 2.0. */
export function requestEvent(question: HttpQuestion, routeKey: string, apiId: string, requestId: string, now: number) {
  const [rawPath = '', rawQueryString = ''] = question.path.split('?');
  const parameters = Object.fromEntries(new URLSearchParams(rawQueryString));
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    headers: { host: `${apiId}.execute-api`, ...question.headers },
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    requestContext: {
      apiId,
      requestId,
      routeKey,
      stage: '$default',
      timeEpoch: now,
      http: { method: question.method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'local' },
      ...(question.identity !== undefined && { authorizer: { iam: { userArn: question.identity } } }),
    },
    ...(question.body !== undefined && { body: question.body }),
    isBase64Encoded: false,
  };
}

/** What the gateway makes of a function's answer: a response with a status, or any JSON as the body of a 200. */
export function responseOf({ payload, functionError }: FunctionAnswer): HttpAnswer {
  if (functionError !== null) return badGateway;
  const answer = parsed(payload);
  if (answer === undefined) return badGateway;
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: payload };
  }
  const {
    statusCode,
    headers = {},
    body = '',
  } = answer as { statusCode: unknown; headers?: Record<string, string>; body?: string };
  return typeof statusCode === 'number' ? { status: statusCode, headers, body } : badGateway;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
