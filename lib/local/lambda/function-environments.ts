import { LOCAL_REGION } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { type FunctionVersion, LATEST } from './function-record.ts';
import { LambdaEnvironment } from './lambda-environment.ts';
import type { VirtualNetwork } from './virtual-network.ts';

/** A line that a function wrote, with whose it is. */
export type OnLine = (line: string, functionName: string, functionVersion: string) => void;

export interface FunctionEnvironmentsOptions {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly log: EventLog;
  readonly network: VirtualNetwork;
  /** Set in every environment, such as the endpoints of AWS services. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: OnLine;
  readonly maximumWorkers: number;
  readonly watchdogMilliseconds: number;
}

/** Creates the execution environments of function versions, numbered by version. */
export function functionEnvironments(options: FunctionEnvironmentsOptions): EnvironmentPool {
  const created = new Map<string, number>();
  const nextId = ({ functionName, version }: FunctionVersion) => {
    const name = `${functionName}.${version === LATEST ? 'latest' : version}`;
    const number = (created.get(name) ?? 0) + 1;
    created.set(name, number);
    return `${name}.${number}`;
  };
  return new EnvironmentPool(options.maximumWorkers, (version) => createEnvironment(options, version, nextId(version)));
}

function createEnvironment(
  { clock, random, log, network, environment, onLine, watchdogMilliseconds }: FunctionEnvironmentsOptions,
  { functionName, version, serving }: FunctionVersion,
  id: string,
): LambdaEnvironment {
  const settings = {
    id,
    codeFolder: serving.code.folder,
    handler: serving.handler,
    startedAt: clock.now(),
    seed: seededUuid(random.fork(`start of ${id}`)),
  };
  const fixed = {
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(serving.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: serving.logging.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: id,
    // every endpoint learns its caller from the signature, `Credential=<id>/…`
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: 'local',
    // the SDK would read the settings of whoever runs this
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    LAMBDA_TASK_ROOT: serving.code.folder,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: serving.handler,
  };
  return new LambdaEnvironment(settings, {
    clock,
    network,
    variables: { AWS_ENDPOINT_URL: REFUSING_ENDPOINT, ...environment, ...serving.environment, ...fixed },
    timeoutSeconds: serving.timeoutSeconds,
    memoryMegabytes: serving.memoryMegabytes,
    watchdogMilliseconds,
    onLine: (line) => onLine(line, functionName, version),
    onStuck: () => {
      const reason = `it did not come to rest within ${watchdogMilliseconds} ms of real time: an endless loop, or something that holds the event loop`;
      log.record('lambda', 'stuck', { functionName, functionVersion: version, reason });
    },
  });
}

/** No service is there, so that a call without a local endpoint fails instead of reaching AWS. */
const REFUSING_ENDPOINT = 'http://127.0.0.1:1';
