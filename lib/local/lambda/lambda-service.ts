import { AwsError, type Caller, type Operations } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import type { FaultPlan } from '../fault-plan.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { aliasOperations } from './alias-operations.ts';
import { AsyncInvocations, type SendMessage } from './async-invocations.ts';
import { codeOperations } from './code-operations.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { functionEnvironments, type OnLine } from './function-environments.ts';
import { functionOperations } from './function-operations.ts';
import { type AsyncSettings, type FunctionVersion, versionNamed } from './function-record.ts';
import { functionReference, notFound } from './function-reference.ts';
import { type DeployedPart, Functions } from './functions.ts';
import { Invocations, type InvokeResult } from './invocations.ts';
import { type KeptFunction, keptFunction, restoredFunction } from './kept-functions.ts';
import type { EmitMetric } from './lambda-metrics.ts';
import { type Input, invalid, optionalText, refuseUnknown, text } from './operation-input.ts';
import { requireTarget } from './routing.ts';
import { type StreamCheckpoint, StreamMapping } from './stream-mapping.ts';
import type { StreamMappingSettings } from './stream-mapping-settings.ts';
import { StreamMappings } from './stream-mappings.ts';
import type { StreamSource } from './stream-source.ts';
import { versionOperations } from './version-operations.ts';
import type { VirtualNetwork } from './virtual-network.ts';

export interface LambdaServiceOptions {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly log: EventLog;
  readonly faults: FaultPlan;
  /** Reached by the functions' HTTP requests. */
  readonly network: VirtualNetwork;
  /** Variables for every environment, such as `AWS_ENDPOINT_URL_DYNAMODB`. A function's own ones come before them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Local folder of an uploaded bundle. @default none is */
  readonly codeFolder?: (bucket: string, key: string) => string | undefined;
  readonly onMetric?: EmitMetric;
  /** Every line of standard output and standard error. */
  readonly onLine?: OnLine;
  /** Dead letters and records for destinations of asynchronous events. */
  readonly onMessage?: SendMessage;
  /** How long an update of `$LATEST`, or the start of a version, takes. @default 1000 */
  readonly busyMilliseconds?: number;
  /** How long a version that nobody calls stays ready. @default for ever */
  readonly inactiveAfterMilliseconds?: number;
  /** How long a cold start takes, in virtual milliseconds. @default no time */
  readonly initMilliseconds?: (functionName: string, functionVersion: string) => number;
  /** Workers that are kept alive: a retrain, its release and what serves need about twenty. @default 24 */
  readonly maximumWorkers?: number;
  /** Real milliseconds after which a function that does not come to rest counts as timed out. @default 30000 */
  readonly watchdogMilliseconds?: number;
}

export interface InvokeRequest {
  /** Name or ARN, with or without a qualifier. */
  readonly functionName: string;
  readonly qualifier?: string;
  /** JSON text. */
  readonly payload: string;
  readonly type: 'RequestResponse' | 'Event';
  readonly caller: Caller;
}

/** AWS Lambda, as far as it is played here. */
export interface LambdaService {
  /** The API, by operation name. `Invoke` takes and gives its payload as JSON text. */
  readonly operations: Operations;
  createFunction(definition: FunctionDefinition): { readonly functionArn: string };
  /**
   * Puts what a deployment says in the place of `$LATEST`, at once: all of it, or nothing but the code. Published versions
   * stay as they are.
   */
  updateFunction(definition: FunctionDefinition, what?: DeployedPart): void;
  deleteFunction(functionName: string): void;
  /** What becomes of asynchronous events of a function. */
  configureEvents(functionName: string, settings: AsyncSettings): void;
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  /** Feeds a stream to a function from now on, as an event source mapping does. */
  mapStream(settings: StreamMappingSettings, source: StreamSource): { stop(): void };
  /** What long idleness does to a version: the next invocation fails. */
  deactivate(functionName: string, functionVersion: string): void;
  /** Ends an environment, by its id, in the middle of what it does. */
  crash(caller: Caller): void;
  /** AWS brings out a new version of the Node.js runtime. */
  releaseRuntime(): void;
  /** Functions with their versions and aliases, as plain JSON; code by its path in the folder of the assembly. */
  exportFunctions(assemblyFolder: string): KeptFunction[];
  /** Puts functions back as they were exported. */
  importFunctions(assemblyFolder: string, kept: readonly KeptFunction[]): void;
  /** How far each function has got in its streams. */
  exportCheckpoints(): StreamCheckpoint[];
  /** Lets the functions go on from there, with what the streams still hold. */
  importCheckpoints(kept: readonly StreamCheckpoint[]): void;
  /** Ends all workers. */
  close(): void;
}

/** Largest payloads in bytes. Asynchronous ones were limited to 256 KB until 2025. */
const MAXIMUM_PAYLOAD = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

export function createLambdaService(options: LambdaServiceOptions): LambdaService {
  const { clock, random, log, faults, network, environment = {} } = options;
  const { codeFolder = () => undefined, onMetric = () => {}, onLine = () => {}, onMessage = () => {} } = options;
  const { busyMilliseconds = 1000, maximumWorkers = 24, watchdogMilliseconds = 30_000 } = options;
  const { initMilliseconds = () => 0 } = options;
  const base = { clock, random, log };
  const pool = functionEnvironments({ ...base, network, environment, onLine, maximumWorkers, watchdogMilliseconds });
  const functions = new Functions({ ...base, busyMilliseconds, onRetired: (version) => pool.retire(version) });
  const inactive = inactivity(clock, options.inactiveAfterMilliseconds);
  const isInactive = inactive.holds;
  const ports = { clock, random, faults, functions, pool, emit: onMetric, isInactive, initMilliseconds };
  const invocations = new Invocations(ports);
  const events = new AsyncInvocations({ clock, random, functions, invocations, send: onMessage });
  const mappings = new StreamMappings();
  const invoke = (request: InvokeRequest) => invokeFunction(request, functions, invocations, events);

  return {
    operations: {
      ...functionOperations(functions, isInactive),
      ...codeOperations(functions, isInactive, codeFolder),
      ...versionOperations(functions, isInactive),
      ...aliasOperations(functions, random),
      Invoke: (input, caller) => invokeOperation(input, caller, invoke),
    },
    createFunction: (definition) => ({ functionArn: functions.create(definition).arn }),
    updateFunction: (definition, what) => functions.deploy(definition, what),
    deleteFunction: (functionName) => functions.delete(functionName),
    configureEvents: (functionName, settings) => {
      functions.find(functionName).asyncSettings = settings;
    },
    invoke,
    mapStream: (settings, source) =>
      mappings.start(new StreamMapping(settings, source, { clock, random, functions, invocations, send: onMessage })),
    deactivate(functionName, functionVersion) {
      const version = versionNamed(functions.find(functionName), functionVersion);
      if (version === undefined) throw notFound(`${functionName}:${functionVersion}`);
      inactive.force(version);
    },
    crash: ({ id }) => pool.find(id)?.crash(),
    releaseRuntime: () => functions.releaseRuntime(),
    exportFunctions: (folder) => functions.all().map((record) => keptFunction(record, folder)),
    importFunctions(folder, kept) {
      for (const one of kept) functions.restore(restoredFunction(one, folder, random));
    },
    exportCheckpoints: () => mappings.checkpoints(),
    importCheckpoints: (kept) => mappings.resume(kept),
    close: () => pool.terminateAll(),
  };
}

/** Which versions have lost their resources because nobody called them. */
function inactivity(clock: VirtualClock, after = Number.POSITIVE_INFINITY) {
  const forced = Number.NEGATIVE_INFINITY;
  return {
    holds: ({ state, lastUsed }: FunctionVersion) =>
      state === 'Active' && (lastUsed === forced || clock.now() - lastUsed > after),
    force(version: FunctionVersion) {
      version.lastUsed = forced;
    },
  };
}

async function invokeFunction(
  { functionName, qualifier, payload, type, caller }: InvokeRequest,
  functions: Functions,
  invocations: Invocations,
  events: AsyncInvocations,
): Promise<InvokeResult> {
  const reference = functionReference(functionName, qualifier);
  const record = functions.find(reference.functionName);
  checkPayload(payload, type);
  const delivery = { record, qualifier: reference.qualifier, payload: payload === '' ? '{}' : payload, caller };
  if (type === 'RequestResponse') return invocations.deliver(delivery);
  requireTarget(record, reference.qualifier); // now, because later nobody would hear of it
  return events.accept(delivery);
}

function checkPayload(payload: string, type: InvokeRequest['type']): void {
  const limit = MAXIMUM_PAYLOAD[type];
  if (payload.length > limit / 3 && Buffer.byteLength(payload) > limit) {
    const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
    throw new AwsError('RequestTooLargeException', message, 413);
  }
  if (payload === '') return;
  try {
    JSON.parse(payload);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}

async function invokeOperation(input: Input, caller: Caller, invoke: LambdaService['invoke']) {
  refuseUnknown('Invoke', input, ['FunctionName', 'Qualifier', 'InvocationType', 'Payload']);
  const type = optionalText(input, 'InvocationType') ?? 'RequestResponse';
  if (type !== 'RequestResponse' && type !== 'Event') throw invalid(`InvocationType ${type} is not played here`);
  const result = await invoke({
    functionName: text(input, 'FunctionName'),
    qualifier: optionalText(input, 'Qualifier'),
    payload: optionalText(input, 'Payload') ?? '',
    type,
    caller,
  });
  return {
    StatusCode: result.status,
    ...(type === 'RequestResponse' && { ExecutedVersion: result.executedVersion }),
    ...(result.functionError !== null && { FunctionError: result.functionError }),
    Payload: result.payload,
  };
}
