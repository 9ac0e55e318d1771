import type { Server } from 'node:http';
import { AwsError, type Operations } from '../aws-error.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { type ExchangeOptions, exchangeServer, type Transport } from './http-exchange.ts';
import { jsonProtocol, jsonProtocols } from './json-protocol.ts';
import { lambdaProtocol } from './lambda-protocol.ts';
import { serviceServer, type WireProtocol } from './operation-calls.ts';
import { queryProtocol } from './query-protocol.ts';
import { s3Protocol } from './s3-protocol.ts';
import { schedulerProtocol } from './scheduler-protocol.ts';
import { localServices, REFUSING_PORT, type ServiceName, serviceNames } from './service-directory.ts';
import { type CallWatch, watchedOperations } from './watched-operations.ts';

const protocols: Readonly<Record<ServiceName, WireProtocol>> = {
  lambda: lambdaProtocol,
  states: jsonProtocol(jsonProtocols.states),
  cloudwatch: jsonProtocol(jsonProtocols.cloudwatch),
  events: jsonProtocol(jsonProtocols.events),
  scheduler: schedulerProtocol,
  kms: jsonProtocol(jsonProtocols.kms),
  sns: queryProtocol('http://sns.amazonaws.com/doc/2010-03-31/'),
  dynamodb: jsonProtocol(jsonProtocols.dynamodb),
  s3: s3Protocol,
};

export interface EndpointOptions extends CallWatch {
  readonly random: SeededRandom;
  readonly transport?: Transport;
  readonly services: Readonly<Record<ServiceName, Operations>>;
}

/** A server for one port. */
interface Endpoint {
  readonly service: string;
  readonly port: number;
  readonly server: Server;
}

export interface ServiceEndpoints {
  readonly endpoints: readonly Endpoint[];
  /** The services for callers inside the runtime: their calls are logged, and fail as planned, like those over HTTP. */
  readonly operations: Readonly<Record<ServiceName, Operations>>;
}

/** All services behind their own protocols. */
export function serviceEndpoints(options: EndpointOptions): ServiceEndpoints {
  const watched = serviceNames.map((service) => {
    const operations = watchedOperations(service, options.services[service], options);
    return [service, operations] as const;
  });
  const endpoints = watched.map(([service, operations]) => {
    const exchange = exchangeOptions(service, options);
    const server = serviceServer(protocols[service], { ...exchange, service, operations, log: options.log });
    return { service, port: localServices[service].port, server };
  });
  return { endpoints: [...endpoints, refusingEndpoint(options)], operations: record(watched) };
}

/** Where every service ends that has no endpoint: nothing reaches AWS. */
function refusingEndpoint(options: EndpointOptions): Endpoint {
  const server = exchangeServer(
    async ({ method, path, headers, caller }) => {
      const operation = headers['x-amz-target'] ?? `${method} ${path}`;
      options.log.record('endpoints', 'unknown-service', { operation, caller: caller.id });
      const failure = new AwsError('UnknownOperationException', `no service is simulated that answers ${operation}`);
      return jsonProtocol(jsonProtocols.states).fail(failure);
    },
    exchangeOptions('refusal', options),
  );
  return { service: 'refusal', port: REFUSING_PORT, server };
}

function exchangeOptions(name: string, { clock, random, transport }: EndpointOptions): ExchangeOptions {
  return { clock, random: random.fork(`request ids of ${name}`), ...(transport && { transport }) };
}

function record<Value>(entries: readonly (readonly [ServiceName, Value])[]): Readonly<Record<ServiceName, Value>> {
  return Object.fromEntries(entries) as Record<ServiceName, Value>;
}
