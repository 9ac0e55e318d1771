import type { Server } from 'node:http';
import { AwsError, type Operations } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import { type ExchangeOptions, exchangeServer, type HttpAnswer, type HttpRequest } from './http-exchange.ts';
import type { ServiceName } from './service-directory.ts';

/** A call as a protocol reads it out of a request. */
export interface ReadCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How a service's API travels over HTTP. */
export interface WireProtocol {
  /** Null for what the protocol does not know; throws an `AwsError` for what it knows but cannot read. */
  read(request: HttpRequest): ReadCall | null;
  answer(call: ReadCall, output: unknown): HttpAnswer;
  fail(error: AwsError): HttpAnswer;
}

export interface ServiceServerOptions extends ExchangeOptions {
  readonly service: ServiceName;
  readonly operations: Operations;
  readonly log: EventLog;
}

/** A service's operations behind its own protocol. */
export function serviceServer(protocol: WireProtocol, options: ServiceServerOptions): Server {
  const respond = async (request: HttpRequest) => {
    const call = protocol.read(request);
    const perform = options.operations[call?.operation ?? ''];
    if (call === null || perform === undefined) throw unknown(call, request, options);
    return protocol.answer(call, await perform(call.input, request.caller));
  };
  return exchangeServer(async (request) => {
    try {
      return await respond(request);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return protocol.fail(error);
    }
  }, options);
}

function unknown(call: ReadCall | null, request: HttpRequest, { service, log }: ServiceServerOptions): AwsError {
  const { method, path, headers, caller } = request;
  const asked = call?.operation ?? headers['x-amz-target'] ?? `${method} ${path}`;
  log.record(service, 'unknown-operation', { operation: asked, caller: caller.id });
  return new AwsError('UnknownOperationException', `${asked} is not known here`);
}

/** The members of a JSON body; none for an empty one. */
export function jsonMembers(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.byteLength === 0) return {};
  const members = parsed(body.toString());
  if (typeof members === 'object' && members !== null) return { ...members };
  throw new AwsError('SerializationException', 'the body should be a JSON object');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return undefined;
  }
}
