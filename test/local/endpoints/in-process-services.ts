import { Agent, type Server } from 'node:http';
import { duplexPair } from 'node:stream';
import type { Operations } from '../../../lib/local/aws-error.ts';
import {
  endpointEnvironment,
  localServices,
  type ServiceName,
} from '../../../lib/local/endpoints/service-directory.ts';
import { type ServiceEndpoints, serviceEndpoints } from '../../../lib/local/endpoints/service-endpoints.ts';
import type { CallWatch } from '../../../lib/local/endpoints/watched-operations.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import { type Fault, FaultPlan } from '../../../lib/local/fault-plan.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';
import { clientConfig } from '../../contracts/wire/client-config.ts';

export const START = Date.parse('2026-01-05T00:00:00Z');

const noOperations: Readonly<Record<ServiceName, Operations>> = {
  lambda: {},
  states: {},
  cloudwatch: {},
  events: {},
  scheduler: {},
  kms: {},
  sns: {},
  dynamodb: {},
  s3: {},
};

export interface InProcessServices extends Pick<ServiceEndpoints, 'operations'> {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly faults: FaultPlan;
  /** Settings of a client that reaches a service without a port. */
  config(service: ServiceName): ReturnType<typeof clientConfig> & { requestHandler: { httpAgent: Agent } };
  serverAt(port: number): Server;
}

export interface InProcessOptions extends Pick<CallWatch, 'quiet' | 'crash'> {
  readonly clock?: VirtualClock;
  readonly log?: EventLog;
  readonly faults?: readonly Fault[];
}

/** Some services behind their protocols, on a clock of their own. */
export function inProcessServices(
  services: Partial<Record<ServiceName, Operations>>,
  {
    clock = new VirtualClock(START),
    log = new EventLog(() => clock.now()),
    faults: planned,
    ...watch
  }: InProcessOptions = {},
): InProcessServices {
  const faults = new FaultPlan(planned);
  const { endpoints, operations } = serviceEndpoints({
    ...watch,
    clock,
    log,
    faults,
    random: seededRandom('test'),
    services: { ...noOperations, ...services },
  });
  const serverAt = (port: number): Server => {
    const found = endpoints.find((endpoint) => endpoint.port === port);
    if (found === undefined) throw new Error(`nothing is at port ${port}`);
    return found.server;
  };
  return {
    clock,
    log,
    faults,
    operations,
    serverAt,
    config(service) {
      const { port, variable } = localServices[service];
      const endpoint = endpointEnvironment()[`AWS_ENDPOINT_URL_${variable}`] ?? '';
      return { ...clientConfig(endpoint), requestHandler: { httpAgent: agentTo(serverAt(port)) } };
    },
  };
}

/** Connects to a server in this process, without a port. */
export function agentTo(server: Server): Agent {
  const agent = new Agent({ keepAlive: true });
  return Object.assign(agent, {
    createConnection() {
      const [client, served] = duplexPair();
      server.emit('connection', Object.assign(served, socketMethods));
      return Object.assign(client, socketMethods);
    },
  });
}

const socketMethods = {
  setTimeout: () => undefined,
  setNoDelay: () => undefined,
  setKeepAlive: () => undefined,
  ref: () => undefined,
  unref: () => undefined,
};

/** Lets virtual time pass until a real promise settles. */
export async function inVirtualTime<Value>(clock: VirtualClock, work: Promise<Value>): Promise<Value> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  work.then(settle, settle);
  while (!isSettled) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    await clock.runUntil(clock.nextDue() ?? clock.now());
  }
  return work;
}
