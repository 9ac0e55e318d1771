import { Duplex } from 'node:stream';
import type { InboundEvent, OutboundEvent } from '../environment-protocol.ts';
import type { VirtualTimer, VirtualTimers } from './virtual-timers.ts';

type Written = (error?: Error | null) => void;

/** The code's end of a connection whose bytes travel in reports and commands. Looks like a connected `net.Socket`. */
export class MessageSocket extends Duplex {
  readonly connecting = false;
  readonly remoteAddress: string;
  readonly remotePort: number;
  private readonly connection: number;
  private readonly send: (event: OutboundEvent) => void;
  private readonly timers: VirtualTimers;
  private idleTimer: VirtualTimer | null = null;

  constructor(
    address: { readonly connection: number; readonly host: string; readonly port: number },
    send: (event: OutboundEvent) => void,
    timers: VirtualTimers,
  ) {
    super();
    this.connection = address.connection;
    this.remoteAddress = address.host;
    this.remotePort = address.port;
    this.send = send;
    this.timers = timers;
    send({ kind: 'open', ...address });
  }

  /** What the other side did. */
  receive(event: InboundEvent): void {
    this.idleTimer?.refresh();
    if (event.kind === 'bytes') this.push(event.bytes);
    else if (event.kind === 'end') this.push(null);
    else this.destroy(event.error && Object.assign(new Error(event.error.message), { code: event.error.code }));
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, written: Written): void {
    this.idleTimer?.refresh();
    // a copy of its own: a message would carry the whole pool that the chunk lies in
    this.send({ kind: 'bytes', connection: this.connection, bytes: new Uint8Array(chunk) });
    written();
  }

  override _final(written: Written): void {
    this.send({ kind: 'end', connection: this.connection });
    written();
  }

  override _destroy(error: Error | null, destroyed: Written): void {
    this.idleTimer?.close();
    this.send({ kind: 'close', connection: this.connection });
    destroyed(error);
  }

  /** Emits `timeout` after so many virtual milliseconds without a byte; 0 never. */
  setTimeout(milliseconds: number, listener?: () => void): this {
    this.idleTimer?.close();
    this.idleTimer = milliseconds > 0 ? this.timers.start(milliseconds, () => this.emit('timeout')) : null;
    if (listener && milliseconds > 0) this.once('timeout', listener);
    else if (listener) this.off('timeout', listener);
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
