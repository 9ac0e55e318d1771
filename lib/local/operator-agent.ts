import { Agent, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import type { VirtualNetwork } from './lambda/virtual-network.ts';
import { OperatorConnection } from './operator-connection.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Carries the requests of an HTTP client of this process to the servers of a run; no port is opened. */
export class OperatorAgent extends Agent {
  private readonly clock: VirtualClock;
  private readonly network: VirtualNetwork;

  constructor(clock: VirtualClock, network: VirtualNetwork) {
    super();
    this.clock = clock;
    this.network = network;
  }

  override createConnection({ port }: ClientRequestArgs): Duplex {
    return new OperatorConnection(this.clock, this.network, Number(port));
  }
}
