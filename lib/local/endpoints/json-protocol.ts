import type { HttpAnswer, HttpRequest } from './http-exchange.ts';
import { jsonMembers, type WireProtocol } from './operation-calls.ts';

export interface JsonProtocol {
  readonly version: '1.0' | '1.1';
  /** What stands before the operation in `X-Amz-Target`. */
  readonly target: string;
  /** Services that once spoke the query protocol repeat the error code in a header, and want to be asked for it. */
  readonly queryMode?: boolean;
}

export const jsonProtocols = {
  states: { version: '1.0', target: 'AWSStepFunctions' },
  cloudwatch: { version: '1.0', target: 'GraniteServiceVersion20100801', queryMode: true },
  dynamodb: { version: '1.0', target: 'DynamoDB_20120810' },
  events: { version: '1.1', target: 'AWSEvents' },
  kms: { version: '1.1', target: 'TrentService' },
} as const satisfies Readonly<Record<string, JsonProtocol>>;

/** AWS JSON: one path, the operation in a header, input and output as JSON. */
export function jsonProtocol(spoken: JsonProtocol): WireProtocol {
  const contentType = `application/x-amz-json-${spoken.version}`;
  const json = (status: number, body: unknown, headers = {}): HttpAnswer => ({
    status,
    headers: { 'content-type': contentType, ...headers },
    body: JSON.stringify(body),
  });
  return {
    read(request) {
      const [target, operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
      const isSpoken = request.headers['content-type'] === contentType && isAsked(spoken, request);
      if (request.method !== 'POST' || target !== spoken.target || !isSpoken) return null;
      return { operation, input: jsonMembers(request.body) };
    },
    answer: (_call, output) => json(200, output ?? {}),
    fail({ code, message, status }) {
      const side = status < 500 ? 'Sender' : 'Receiver';
      const repeated = spoken.queryMode ? { 'x-amzn-query-error': `${code};${side}` } : {};
      return json(status, { __type: code, message }, repeated);
    },
  };
}

function isAsked({ queryMode = false }: JsonProtocol, { headers }: HttpRequest): boolean {
  return (headers['x-amzn-query-mode'] === 'true') === queryMode;
}
