import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface WireRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An answer that never arrives: the connection ends instead. */
export const LOST = 'lost';

type Answer = WireResponse | typeof LOST;
export type Handle = (request: WireRequest) => Promise<Answer>;

/** Answers a request in place of the server; `next` is what the server would have done. Undefined leaves it alone. */
export type Interruption = (request: WireRequest, next: Handle) => Promise<Answer> | undefined;

/** An HTTP server on a random loopback port that remembers its requests. */
export interface Wire {
  readonly endpoint: string;
  readonly requests: WireRequest[];
  /** Takes the next request that the interruption answers; once, unless told how often. */
  interrupt(interruption: Interruption, times?: number): void;
  close(): Promise<void>;
}

export async function startWire(handle: Handle): Promise<Wire> {
  const requests: WireRequest[] = [];
  const interruptions: Interruption[] = [];
  const answer: Handle = (request) => {
    for (const [index, interruption] of interruptions.entries()) {
      const interrupted = interruption(request, handle);
      if (interrupted === undefined) continue;
      interruptions.splice(index, 1);
      return interrupted;
    }
    return handle(request);
  };

  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    try {
      const request = await readRequest(incoming);
      requests.push(request);
      send(outgoing, await answer(request));
    } catch (error) {
      send(outgoing, { status: 500, body: String(error) });
    }
  };
  const server = createServer((incoming, outgoing) => {
    outgoing.sendDate = false; // clients would correct their clocks by it
    void respond(incoming, outgoing);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())));
  });

  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    interrupt: (interruption, times = 1) =>
      void interruptions.push(...Array.from({ length: times }, () => interruption)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function portOf(address: string | { readonly port: number } | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server should listen on a port');
  return address.port;
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  const { method = 'GET', url: path = '/' } = incoming;
  return { method, path, headers: Object.fromEntries(headers), body: await buffer(incoming) };
}

function send(outgoing: ServerResponse, response: Answer): void {
  if (response === LOST) {
    outgoing.destroy();
    return;
  }
  const { status, headers, body = '' } = response;
  outgoing.writeHead(status, { ...headers });
  outgoing.end(body);
}
