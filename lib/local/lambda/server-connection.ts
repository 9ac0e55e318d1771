import { Duplex } from 'node:stream';
import type { Caller } from '../aws-error.ts';
import type { InboundEvent } from './environment-protocol.ts';
import type { HttpExchange } from './http-exchange.ts';

type Written = (error?: Error | null) => void;

/** The client's end of a connection. */
export interface ConnectionClient {
  readonly caller: Caller;
  /** Called within a step of the clock, which waits for it. */
  receive(event: InboundEvent): void | Promise<void>;
}

/** A server's end of a connection that is no socket. What the server writes is collected until somebody takes it. */
export class ServerConnection extends Duplex {
  readonly service: string;
  readonly client: ConnectionClient;
  /** The newest request on it. */
  exchange: HttpExchange | null = null;
  private readonly onOutput: () => void;
  private readonly output: InboundEvent[] = [];

  /** `onOutput` is called when there is something to take, once until it is taken. */
  constructor(service: string, client: ConnectionClient, onOutput: (connection: ServerConnection) => void) {
    super();
    this.service = service;
    this.client = client;
    this.onOutput = () => onOutput(this);
  }

  /** What the server did since the last call; bytes that follow each other are one event. */
  takeOutput(): InboundEvent[] {
    return joined(this.output.splice(0));
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, written: Written): void {
    this.put({ kind: 'bytes', bytes: new Uint8Array(chunk) });
    written();
  }

  override _final(written: Written): void {
    this.put({ kind: 'end' });
    written();
  }

  override _destroy(error: Error | null, destroyed: Written): void {
    this.put({ kind: 'close' });
    destroyed(error);
  }

  private put(event: InboundEvent): void {
    this.output.push(event);
    if (this.output.length === 1) this.onOutput();
  }
}

function joined(events: readonly InboundEvent[]): InboundEvent[] {
  const result: InboundEvent[] = [];
  for (const event of events) {
    const last = result.at(-1);
    if (event.kind !== 'bytes' || last?.kind !== 'bytes') result.push(event);
    else result[result.length - 1] = { kind: 'bytes', bytes: Buffer.concat([last.bytes, event.bytes]) };
  }
  return result;
}
