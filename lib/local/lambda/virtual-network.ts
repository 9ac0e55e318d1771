import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Caller } from '../aws-error.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { HttpExchange } from './http-exchange.ts';
import { realTimeLimit } from './real-time-limit.ts';
import { type ConnectionClient, ServerConnection } from './server-connection.ts';

/** A request as a log may name it: nothing real in it. */
export interface SeenRequest {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** Of the protocols that name their operation in `X-Amz-Target`. */
  readonly target: string | null;
  readonly caller: Caller;
}

export interface NetworkOptions {
  /** Called for every request, in the order in which the code of the functions made them. */
  readonly onRequest?: (request: SeenRequest) => void;
  /** Real milliseconds that a server may work on one request. @default 30000 */
  readonly watchdogMilliseconds?: number;
}

/**
 * HTTP servers by port number, without a real port: each connection is fed to the server as a stream. One request is
 * handled at a time, within `clock.busy`; an answer goes back as a step of its own.
 */
export class VirtualNetwork {
  private readonly clock: VirtualClock;
  private readonly options: NetworkOptions;
  private readonly servers = new Map<number, { readonly service: string; readonly server: Server }>();
  private readonly exchanges = new WeakMap<IncomingMessage, HttpExchange>();

  constructor(clock: VirtualClock, options: NetworkOptions = {}) {
    this.clock = clock;
    this.options = options;
  }

  /** Puts a server, which need not listen anywhere, behind a port. `service` is its name in logs. */
  attach(port: number, service: string, server: Server): void {
    if (this.servers.has(port)) throw new Error(`port ${port} is taken by ${this.servers.get(port)?.service}`);
    this.servers.set(port, { service, server });
    server.keepAliveTimeout = 0;
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      response.sendDate = false; // clients would correct their clocks by real time
      this.begin(request, response);
    });
  }

  /** Undefined where nothing is attached. */
  connect(port: number, client: ConnectionClient): ServerConnection | undefined {
    const found = this.servers.get(port);
    if (found === undefined) return undefined;
    const connection = new ServerConnection(found.service, client, (written) => this.scheduleAnswer(written));
    connection.on('error', () => connection.destroy()); // one that breaks concerns its two ends only
    found.server.emit('connection', connection);
    return connection;
  }

  /** Feeds bytes to the server and waits until it has done all that is real; to be called within a step. */
  async deliver(connection: ServerConnection, bytes: Uint8Array): Promise<void> {
    if (connection.destroyed) return; // they went out too late
    connection.push(bytes);
    await new Promise<void>((resolve) => setImmediate(resolve)); // the parser runs from the queues of the event loop
    if (connection.exchange !== null) await this.atRest(connection.service, connection.exchange);
  }

  /**
   * For a handler that waits for virtual time before it answers, such as a nested invocation: meanwhile its request does
   * not keep the clock from moving on.
   */
  async parked<Value>(request: IncomingMessage, work: Promise<Value>): Promise<Value> {
    const exchange = this.exchanges.get(request);
    if (exchange === undefined) return work;
    exchange.park();
    try {
      return await work;
    } finally {
      exchange.resume();
      this.clock
        .busy(this.atRest('a parked request', exchange))
        .catch((error: unknown) => this.clock.schedule(0, 'answer a parked request', () => Promise.reject(error)));
    }
  }

  /** Which environment sent a request; undefined for one that came over a real port. */
  callerOf({ socket }: IncomingMessage): Caller | undefined {
    return socket instanceof ServerConnection ? socket.client.caller : undefined;
  }

  private begin(request: IncomingMessage, response: ServerResponse): void {
    const connection: unknown = request.socket;
    if (!(connection instanceof ServerConnection)) return;
    const exchange = new HttpExchange(request, response);
    connection.exchange = exchange;
    this.exchanges.set(request, exchange);
    const target = request.headers['x-amz-target'];
    this.options.onRequest?.({
      service: connection.service,
      method: request.method ?? '',
      path: request.url ?? '',
      target: typeof target === 'string' ? target : null,
      caller: connection.client.caller,
    });
  }

  private scheduleAnswer(connection: ServerConnection): void {
    this.clock.schedule(0, `answer of ${connection.service}`, async () => {
      for (const event of connection.takeOutput()) await connection.client.receive(event);
    });
  }

  private async atRest(service: string, exchange: HttpExchange): Promise<void> {
    const limit = this.options.watchdogMilliseconds ?? 30_000;
    let callOff = () => {};
    const passed = new Promise<never>((_, reject) => {
      const message = `${service} did not answer ${exchange.describe()} within ${limit} ms of real time: park requests that wait for virtual time`;
      callOff = realTimeLimit(limit, () => reject(new Error(message)));
    });
    await Promise.race([exchange.atRest(), passed]).finally(() => callOff());
  }
}
