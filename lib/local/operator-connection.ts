import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { InboundEvent } from './lambda/environment-protocol.ts';
import type { ServerConnection } from './lambda/server-connection.ts';
import type { VirtualNetwork } from './lambda/virtual-network.ts';
import type { VirtualClock } from './virtual-clock.ts';

type Written = (error?: Error | null) => void;

/** The client's end of a connection to a server of a run: what is written arrives in a step of the clock. */
export class OperatorConnection extends Duplex {
  private readonly clock: VirtualClock;
  private readonly network: VirtualNetwork;
  private readonly server: ServerConnection | undefined;

  constructor(clock: VirtualClock, network: VirtualNetwork, port: number) {
    super();
    this.clock = clock;
    this.network = network;
    this.server = network.connect(port, { caller: { id: 'operator' }, receive: (event) => this.receive(event) });
    if (this.server !== undefined) return;
    const refused = new Error(`connect ECONNREFUSED: no service of the run is at port ${port}`);
    this.destroy(Object.assign(refused, { code: 'ECONNREFUSED' }));
  }

  /** An HTTP client asks every socket for these; nothing here waits for real time. */
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, written: Written): void {
    const bytes = new Uint8Array(chunk);
    this.step('bytes', async (server) => {
      await this.network.deliver(server, bytes);
      written();
    });
  }

  override _final(written: Written): void {
    this.step('end', (server) => void server.push(null));
    written();
  }

  override _destroy(error: Error | null, destroyed: Written): void {
    this.step('close', (server) => void server.destroy());
    destroyed(error);
  }

  private step(what: string, run: (server: ServerConnection) => void | Promise<void>): void {
    const { server } = this;
    if (server !== undefined) this.clock.schedule(0, `${what} of the operator`, () => run(server));
  }

  /** Within a step, which lasts until the client has read what arrived. */
  private async receive(event: InboundEvent): Promise<void> {
    if (this.destroyed) return;
    if (event.kind === 'bytes') this.push(event.bytes);
    else if (event.kind === 'end') this.push(null);
    else this.destroy();
    await turn();
  }
}
