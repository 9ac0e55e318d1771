/** A failure in a service's own words. */
interface ServiceFailure {
  readonly code: string;
  readonly status: number;
}

/** Where handler code finds a service, and how that service words the failures that every service has. */
export interface LocalService {
  /** Virtual: a number that the transport maps to a server. No port is opened. */
  readonly port: number;
  /** Suffix of `AWS_ENDPOINT_URL_`, as the SDK derives it from the service's id. */
  readonly variable: string;
  readonly throttled: ServiceFailure;
  readonly failed: ServiceFailure;
}

const throttling = (status = 400): ServiceFailure => ({ code: 'ThrottlingException', status });
const failing = (code: string): ServiceFailure => ({ code, status: 500 });

const directory = {
  lambda: {
    port: 7001,
    variable: 'LAMBDA',
    throttled: { code: 'TooManyRequestsException', status: 429 },
    failed: failing('ServiceException'),
  },
  states: { port: 7002, variable: 'SFN', throttled: throttling(), failed: failing('InternalFailure') },
  cloudwatch: {
    port: 7003,
    variable: 'CLOUDWATCH',
    throttled: throttling(),
    failed: failing('InternalServiceFault'),
  },
  events: { port: 7004, variable: 'EVENTBRIDGE', throttled: throttling(), failed: failing('InternalException') },
  scheduler: {
    port: 7005,
    variable: 'SCHEDULER',
    throttled: throttling(429),
    failed: failing('InternalServerException'),
  },
  kms: { port: 7006, variable: 'KMS', throttled: throttling(), failed: failing('KMSInternalException') },
  sns: { port: 7007, variable: 'SNS', throttled: throttling(), failed: failing('InternalError') },
  dynamodb: { port: 7008, variable: 'DYNAMODB', throttled: throttling(), failed: failing('InternalServerError') },
  s3: { port: 7009, variable: 'S3', throttled: { code: 'SlowDown', status: 503 }, failed: failing('InternalError') },
} as const satisfies Readonly<Record<string, LocalService>>;

/** As in the points of a fault plan: `<service>:<Operation>`. */
export type ServiceName = keyof typeof directory;

export const localServices: Readonly<Record<ServiceName, LocalService>> = directory;

export const serviceNames = Object.keys(directory) as ServiceName[];

/** Every service without a port of its own ends here, and is refused. */
export const REFUSING_PORT = 7000;

/**
 * Environment variables that send an unmodified SDK to the local services. The host is an address, because that is how
 * the S3 client decides to put the bucket into the path instead of the host's name.
 */
export function endpointEnvironment(): Record<string, string> {
  const endpoints = Object.values(localServices).map(({ port, variable }) => [
    `AWS_ENDPOINT_URL_${variable}`,
    url(port),
  ]);
  return { AWS_ENDPOINT_URL: url(REFUSING_PORT), ...Object.fromEntries(endpoints) };
}

/** Where clients of this process find a service, given something that carries their requests. */
export function serviceUrl(service: ServiceName): string {
  return url(localServices[service].port);
}

function url(port: number): string {
  return `http://127.0.0.1:${port}`;
}
