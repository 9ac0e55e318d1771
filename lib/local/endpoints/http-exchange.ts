import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Caller } from '../aws-error.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { NoAnswer } from './watched-operations.ts';

export interface HttpRequest {
  readonly method: string;
  /** As it was sent, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly caller: Caller;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What carries the requests, unless they come over a real port. */
export interface Transport {
  /** Does not hold the clock while a complete request waits for its answer. */
  parked<Value>(request: IncomingMessage, work: Promise<Value>): Promise<Value>;
  /** Undefined for a request that it did not carry. */
  callerOf(request: IncomingMessage): Caller | undefined;
}

export interface ExchangeOptions {
  readonly clock: VirtualClock;
  /** Of the request ids. */
  readonly random: SeededRandom;
  readonly transport?: Transport;
}

type Respond = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * A server without anything real in its answers. It does not listen by itself: connections are handed to it. Every
 * request counts as one that may wait for virtual time, so whoever does real work keeps the clock busy himself.
 */
export function exchangeServer(respond: Respond, options: ExchangeOptions): Server {
  const server = createServer((incoming, outgoing) => {
    // clients would correct their clocks by it
    outgoing.sendDate = false;
    void exchange(incoming, outgoing, respond, options);
  });
  // idle connections would be closed after real time
  server.keepAliveTimeout = 0;
  return server;
}

async function exchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  respond: Respond,
  { clock, random, transport }: ExchangeOptions,
): Promise<void> {
  const headers = { 'x-amzn-requestid': seededUuid(random) };
  const body = await bodyOf(incoming).catch(() => null);
  // the client went away in the middle of its request
  if (body === null) return;
  try {
    const caller = transport?.callerOf(incoming);
    const work = respond(httpRequest(incoming, body, caller));
    const answer = await (transport?.parked(incoming, work) ?? work);
    send(outgoing, { ...answer, headers: { ...headers, ...answer.headers } });
  } catch (error) {
    outgoing.destroy();
    if (error instanceof NoAnswer) return;
    // a defect or a refusal stops the run; an answer with an HTTP status would only be retried
    clock.schedule(0, `${incoming.method} ${incoming.url}`, () => {
      throw error;
    });
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await incoming.toArray());
}

function send(outgoing: ServerResponse, { status, headers, body = '' }: HttpAnswer): void {
  const content = typeof body === 'string' ? Buffer.from(body) : body;
  const length = status === 204 ? {} : { 'content-length': content.byteLength };
  outgoing.writeHead(status, { ...length, ...headers });
  outgoing.end(content);
}

function httpRequest(incoming: IncomingMessage, body: Buffer, caller: Caller | undefined): HttpRequest {
  const { method = 'GET', url = '/' } = incoming;
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const [path = '/', query = ''] = url.split('?');
  return {
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    caller: caller ?? signerOf(headers.authorization ?? ''),
  };
}

/** The access key of a signature is the id of the environment that signed. */
function signerOf(authorization: string): Caller {
  return { id: /Credential=([^/]+)\//.exec(authorization)?.[1] ?? 'unsigned' };
}
