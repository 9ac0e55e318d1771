import type { AwsError, Caller } from '../aws-error.ts';
import type { Fault, FaultPlan } from '../fault-plan.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { EnvironmentPool } from './environment-pool.ts';
import type { Outcome } from './environment-protocol.ts';
import type { FunctionRecord, FunctionVersion } from './function-record.ts';
import { conflict, type Functions } from './functions.ts';
import { injectedFailure, invocationFault, throttled } from './invocation-faults.ts';
import type { LambdaEnvironment } from './lambda-environment.ts';
import { type EmitMetric, emitLambdaMetrics, type MetricValues } from './lambda-metrics.ts';
import { type Route, route } from './routing.ts';
import { crashed, sandboxError, timedOut } from './sandbox-errors.ts';

export interface InvokeResult {
  /** HTTP status. */
  readonly status: number;
  readonly executedVersion: string;
  /** JSON text. */
  readonly payload: string;
  /** `Unhandled`, or null when the function answered. */
  readonly functionError: string | null;
}

/** One delivery of a payload to a function. */
export interface Delivery {
  readonly record: FunctionRecord;
  readonly qualifier: string | null;
  readonly payload: string;
  readonly caller: Caller;
  /** Of an event that is delivered again; a new one otherwise. */
  readonly requestId?: string;
}

export interface InvocationsOptions {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly faults: FaultPlan;
  readonly functions: Functions;
  readonly pool: EnvironmentPool;
  readonly emit: EmitMetric;
  readonly isInactive: (version: FunctionVersion) => boolean;
  /** How long a cold start takes, in virtual milliseconds. */
  readonly initMilliseconds: (functionName: string, functionVersion: string) => number;
}

/** Largest answer of a function, in bytes. */
const MAXIMUM_ANSWER = 6_291_556;

/** Runs functions and waits for their answers. */
export class Invocations {
  private readonly options: InvocationsOptions;
  private readonly clock: VirtualClock;
  /** Invocations so far by function, and by function version. */
  private readonly counts = new Map<string, number>();
  /** Invocations at work by function, by resource and by version. */
  private readonly concurrent = new Map<string, number>();

  constructor(options: InvocationsOptions) {
    this.options = options;
    this.clock = options.clock;
  }

  /** Throws `AwsError` where the service fails; a function that fails is an answer. */
  async deliver(delivery: Delivery): Promise<InvokeResult> {
    const fault = invocationFault(this.options.faults, delivery.record);
    if (fault?.kind === 'delay') await this.clock.sleep(fault.milliseconds ?? 1000);
    if (fault?.kind === 'fail-before') throw injectedFailure('before');
    const target = route(delivery.record, delivery.qualifier);
    const result = await this.attempt(target, delivery, fault);
    if (fault?.kind === 'fail-after') throw injectedFailure('after');
    if (fault?.kind !== 'duplicate') return result;
    return this.attempt(target, delivery, undefined);
  }

  private async attempt(target: Route, delivery: Delivery, fault: Fault | undefined): Promise<InvokeResult> {
    const { version, record } = target;
    this.refuseUnready(version);
    const running = this.concurrent.get(record.name) ?? 0;
    if (fault?.kind === 'throttle' || running >= (record.reservedConcurrency ?? Number.POSITIVE_INFINITY)) {
      this.measure(target, this.clock.now(), { Throttles: 1 });
      throw throttled();
    }
    const leave = this.enter(target);
    const lease = this.options.pool.acquire(version);
    try {
      return await this.run(target, delivery, fault, lease);
    } finally {
      this.options.pool.release(lease.environment);
      leave();
    }
  }

  /** Counts an invocation that begins; returns what to do when it ends. */
  private enter(target: Route): () => void {
    const { record, version, qualifier } = target;
    const keys = [record.name, `${record.name}:${qualifier}`, `${record.name}:${qualifier}/${version.version}`];
    const add = (change: number) =>
      keys.map((key) => {
        const count = (this.concurrent.get(key) ?? 0) + change;
        this.concurrent.set(key, count);
        return count;
      });
    this.measure(target, this.clock.now(), { ConcurrentExecutions: add(1) });
    return () => void add(-1);
  }

  private async run(
    target: Route,
    { payload, caller, requestId: given }: Delivery,
    fault: Fault | undefined,
    { environment, cold }: ReturnType<EnvironmentPool['acquire']>,
  ): Promise<InvokeResult> {
    const { functionName, version } = target.version;
    const seed = seededUuid(this.options.random.fork(`${functionName}/${this.count(functionName)}`));
    const requestId = given ?? seed;
    const names = { functionName, functionVersion: version, requestId };
    this.options.functions.record('invoked', { ...names, caller: caller.id, environment: environment.id, cold });
    const start = this.clock.now();
    const initial = cold ? await this.start(environment, target, requestId) : null;
    const began = this.clock.now();
    const failing = fault ?? this.failure(target.version);
    const outcome = initial ?? (await this.execute(environment, target, { requestId, seed, payload, fault: failing }));
    target.version.lastUsed = this.clock.now();
    const duration = this.clock.now() - began;
    this.measure(target, start, { Invocations: 1, Errors: outcome.failed ? 1 : 0, Throttles: 0, Duration: duration });
    const functionError = outcome.failed ? 'Unhandled' : null;
    this.options.functions.record('answered', { ...names, functionError, duration });
    return { status: 200, executedVersion: version, payload: outcome.payload, functionError };
  }

  /** Null when the environment is ready, else why it is not. */
  private async start(environment: LambdaEnvironment, { version }: Route, requestId: string): Promise<Outcome | null> {
    const outcome = await environment.start(requestId);
    const takes = this.options.initMilliseconds(version.functionName, version.version);
    if (takes > 0) await this.clock.sleep(takes);
    if (!outcome.failed) return null;
    environment.terminate();
    return outcome;
  }

  private async execute(
    environment: LambdaEnvironment,
    { record, version, qualifier }: Route,
    { requestId, seed, payload, fault }: { requestId: string; seed: string; payload: string; fault: Fault | undefined },
  ): Promise<Outcome> {
    const { timeoutSeconds } = version.serving;
    const deadline = this.clock.now() + timeoutSeconds * 1000;
    const invokedFunctionArn = qualifier === null ? record.arn : `${record.arn}:${qualifier}`;
    const late = fault?.kind === 'time-out';
    const invocation = { requestId, seed, payload, deadline, invokedFunctionArn };
    const outcome = await environment.invoke(invocation, late ? 0 : this.latency(version));
    const spoiled = spoiledOutcome(environment, fault, requestId);
    if (spoiled !== null) return spoiled;
    const left = deadline - this.clock.now();
    const latency = late ? (fault.milliseconds ?? left) : environment.unspentLatency();
    if (latency > 0) await this.clock.sleep(Math.min(latency, left));
    if (late || latency > left) return end(environment, timedOut(requestId, timeoutSeconds));
    return withinLimit(outcome);
  }

  private failure({ functionName, version }: FunctionVersion): Fault | undefined {
    const kind = this.options.faults.failure(functionName, version, this.count(`failure ${functionName}:${version}`));
    return kind === null ? undefined : { point: `invoke:${functionName}:${version}`, kind };
  }

  private latency({ functionName, version }: FunctionVersion): number {
    return this.options.faults.latency(functionName, version, this.count(`${functionName}:${version}`));
  }

  private count(what: string): number {
    const count = (this.counts.get(what) ?? 0) + 1;
    this.counts.set(what, count);
    return count;
  }

  /** An idle version loses its resources: the request that notices fails, and they are made again. */
  private refuseUnready(version: FunctionVersion): void {
    if (this.options.isInactive(version)) {
      this.options.pool.retire(version);
      this.options.functions.pend(version);
      throw notReady(version, 'Inactive');
    }
    if (version.state !== 'Active') throw notReady(version, version.state);
  }

  private measure({ version, qualifier, byAlias }: Route, time: number, values: MetricValues): void {
    const { functionName, version: executedVersion } = version;
    emitLambdaMetrics(this.options.emit, { functionName, executedVersion, qualifier, byAlias, time }, values);
  }
}

/** What a planned fault makes of an answer; null when it leaves it alone. */
function spoiledOutcome(environment: LambdaEnvironment, fault: Fault | undefined, requestId: string): Outcome | null {
  if (fault?.kind === 'crash') return end(environment, crashed(requestId));
  if (fault?.kind === 'throw') return sandboxError('Error', 'injected: the handler failed');
  return fault?.kind === 'answer' ? { failed: false, payload: fault.payload ?? 'null' } : null;
}

function end(environment: LambdaEnvironment, outcome: Outcome): Outcome {
  environment.terminate();
  return outcome;
}

function withinLimit(outcome: Outcome): Outcome {
  if (outcome.payload.length <= MAXIMUM_ANSWER / 3 || Buffer.byteLength(outcome.payload) <= MAXIMUM_ANSWER)
    return outcome;
  const message = `Response payload size exceeded maximum allowed payload size (${MAXIMUM_ANSWER} bytes).`;
  return sandboxError('Function.ResponseSizeTooLarge', message);
}

function notReady({ functionName, version }: FunctionVersion, state: string): AwsError {
  const reason = 'The operation cannot be performed at this time. The function is currently in the following state';
  return conflict(`${reason}: ${state} (${functionName}:${version})`);
}
