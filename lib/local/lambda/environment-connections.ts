import type { VirtualClock } from '../virtual-clock.ts';
import type { InboundEvent, OutboundEvent } from './environment-protocol.ts';
import type { ServerConnection } from './server-connection.ts';
import type { VirtualNetwork } from './virtual-network.ts';

type Receive = (connection: number, event: InboundEvent) => void | Promise<void>;

/** The connections that one environment has opened. */
export class EnvironmentConnections {
  private readonly caller: { readonly id: string };
  private readonly clock: VirtualClock;
  private readonly network: VirtualNetwork;
  private readonly receive: Receive;
  private readonly open = new Map<number, ServerConnection>();

  constructor(
    environmentId: string,
    { clock, network }: { readonly clock: VirtualClock; readonly network: VirtualNetwork },
    receive: Receive,
  ) {
    this.caller = { id: environmentId };
    this.clock = clock;
    this.network = network;
    this.receive = receive;
  }

  /** Plays what the code did with its connections, each event as a step, in their order, but none before `time`. */
  follow(events: readonly OutboundEvent[], time: number): void {
    const delay = Math.max(0, time - this.clock.now());
    for (const event of joined(events)) {
      this.clock.schedule(delay, `${event.kind} of ${this.caller.id}`, () => this.play(event));
    }
  }

  closeAll(): void {
    for (const connection of this.open.values()) connection.destroy();
    this.open.clear();
  }

  private play(event: OutboundEvent): void | Promise<void> {
    if (event.kind === 'open') return this.connect(event);
    const connection = this.open.get(event.connection);
    if (connection === undefined) return;
    if (event.kind === 'bytes') return this.network.deliver(connection, event.bytes);
    if (event.kind === 'end') connection.push(null);
    else this.close(event.connection, connection);
  }

  private connect({ connection, host, port }: Extract<OutboundEvent, { kind: 'open' }>): void | Promise<void> {
    const receive = (event: InboundEvent) => {
      if (!this.open.has(connection)) return; // the code has closed it
      if (event.kind === 'close') this.open.delete(connection);
      return this.receive(connection, event);
    };
    const client = { caller: this.caller, receive };
    const opened = this.network.connect(port, client);
    if (opened !== undefined) {
      this.open.set(connection, opened);
      return;
    }
    const error = { code: 'ECONNREFUSED', message: `connect ECONNREFUSED ${host}:${port}: no service is there` };
    return this.receive(connection, { kind: 'close', error });
  }

  private close(number: number, connection: ServerConnection): void {
    this.open.delete(number);
    connection.destroy();
  }
}

/** Bytes that follow each other on one connection are one event. */
function joined(events: readonly OutboundEvent[]): OutboundEvent[] {
  const result: OutboundEvent[] = [];
  for (const event of events) {
    const last = result.at(-1);
    if (event.kind === 'bytes' && last?.kind === 'bytes' && last.connection === event.connection) {
      result[result.length - 1] = { ...last, bytes: Buffer.concat([last.bytes, event.bytes]) };
    } else result.push(event);
  }
  return result;
}
