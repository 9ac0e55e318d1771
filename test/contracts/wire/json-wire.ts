import { startWire, type Wire, type WireRequest, type WireResponse } from './wire.ts';

/** A failure as an AWS JSON service words it. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Answers one operation; what it throws as a `ServiceError` is the service's own failure, anything else a 500. */
export type Operation = (input: Readonly<Record<string, unknown>>) => Promise<object>;

export interface JsonProtocol {
  readonly version: '1.0' | '1.1';
  /** What stands before the operation in `X-Amz-Target`. */
  readonly target: string;
  /** Services that once spoke the query protocol repeat the error code in a header, and want to be asked for it. */
  readonly queryMode?: boolean;
}

/** A service of the JSON protocol, by its operations. A request in another protocol is refused. */
export function startJsonWire(protocol: JsonProtocol, operations: Readonly<Record<string, Operation>>): Promise<Wire> {
  return startWire(async (request) => {
    try {
      const operation = operationOf(protocol, operations, request);
      return jsonAnswer(protocol, 200, await operation(JSON.parse(request.body.toString())));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return errorAnswer(protocol, error);
    }
  });
}

function operationOf(
  protocol: JsonProtocol,
  operations: Readonly<Record<string, Operation>>,
  request: WireRequest,
): Operation {
  const { 'x-amz-target': asked = '', 'content-type': type } = request.headers;
  const [target, name = ''] = asked.split('.');
  const operation = operations[name];
  if (operation !== undefined && target === protocol.target && isSpoken(protocol, request)) return operation;
  throw new ServiceError('UnknownOperationException', `no ${asked} in ${type}`);
}

function isSpoken(protocol: JsonProtocol, { method, headers }: WireRequest): boolean {
  const queryMode = headers['x-amzn-query-mode'] === 'true';
  return (
    method === 'POST' &&
    headers['content-type'] === contentType(protocol) &&
    queryMode === (protocol.queryMode ?? false)
  );
}

function contentType({ version }: JsonProtocol): string {
  return `application/x-amz-json-${version}`;
}

export function errorAnswer(protocol: JsonProtocol, { code, message, status }: ServiceError): WireResponse {
  const repeated = protocol.queryMode ? { 'x-amzn-query-error': `${code};Sender` } : {};
  return jsonAnswer(protocol, status, { __type: code, message }, repeated);
}

function jsonAnswer(protocol: JsonProtocol, status: number, body: object, headers = {}): WireResponse {
  return { status, headers: { 'content-type': contentType(protocol), ...headers }, body: JSON.stringify(body) };
}
