import { readCloudAssembly } from './assembly/cloud-assembly.ts';
import type { DeployOptions } from './assembly/deployment.ts';
import { withoutCdkSuffix } from './assembly/resource-handler.ts';
import type { EventLog } from './event-log.ts';
import { FaultPlan } from './fault-plan.ts';
import type { HttpAnswer, HttpQuestion } from './http-api/http-message.ts';
import { type KeptRun, keptAssembly, readKeptRun, restoreKeptRun, writeKeptRun } from './kept-run.ts';
import type { InvokeResult } from './lambda/invocations.ts';
import { LocalOperator } from './local-operator.ts';
import { LocalServices } from './local-services.ts';
import type { CoverageEntry } from './states/coverage.ts';
import type { ExecutionDescription } from './states/status-change.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface LocalRuntimeOptions {
  /** Folder of a synthesized cloud assembly, such as `cdk.out`. */
  readonly assembly: string;
  /** Everything random depends on it. @default "1" */
  readonly seed?: string;
  /** Virtual time at the start, as ISO 8601. @default 2026-01-01T00:00:00Z */
  readonly start?: string;
  /** What goes wrong, and how long handlers take. @default nothing, and no time */
  readonly faults?: FaultPlan;
  /** Shows what would be sent to people. @default nowhere */
  readonly print?: (line: string) => void;
  /** How long a cold start takes, in virtual milliseconds. @default no time */
  readonly initMilliseconds?: (functionName: string, functionVersion: string) => number;
}

const FIRST_DAY = '2026-01-01T00:00:00Z';
/** No deployment, invocation or request takes longer, in virtual milliseconds. */
const LONGEST_WAIT = 2 * 3_600_000;

/** A synthesized cloud assembly, deployed and running on this machine in virtual time. */
export class LocalRuntime {
  readonly services: LocalServices;
  readonly faults: FaultPlan;
  private readonly clock: VirtualClock;
  private readonly seed: string;
  private assembly: string;
  /** Set while a kept run is put back. */
  private kept: KeptRun | null;
  private readonly openings: number;
  private readonly earlier: readonly ExecutionDescription[];

  private constructor(options: LocalRuntimeOptions, kept: KeptRun | null = null) {
    this.clock = new VirtualClock(kept?.now ?? Date.parse(options.start ?? FIRST_DAY));
    this.faults = options.faults ?? new FaultPlan();
    this.seed = kept?.seed ?? options.seed ?? '1';
    this.openings = kept === null ? 0 : kept.openings + 1;
    this.assembly = options.assembly;
    this.kept = kept;
    this.earlier = kept?.executions ?? [];
    this.services = new LocalServices({
      clock: this.clock,
      seed: this.openings === 0 ? this.seed : `${this.seed}/opening ${this.openings}`,
      keySeed: this.seed,
      recall: (stackName, logicalId) => this.kept?.customResources[`${stackName}/${logicalId}`],
      faults: this.faults,
      print: options.print ?? (() => {}),
      initMilliseconds: options.initMilliseconds ?? (() => 0),
    });
  }

  /** Deploys the assembly. Throws `RefusedAssembly` for what the runtime does not know, or `DeploymentFailed`. */
  static async start(options: LocalRuntimeOptions): Promise<LocalRuntime> {
    const runtime = new LocalRuntime(options);
    await runtime.stoppedOnFailure(() => runtime.deploy(options.assembly));
    return runtime;
  }

  /**
   * Goes on with a run that was kept in a folder: its stores, functions, aliases, log, ended executions and places
   * in streams. Alarms begin anew.
   */
  static async reopen(
    folder: string,
    options: Omit<LocalRuntimeOptions, 'assembly' | 'seed' | 'start'> = {},
  ): Promise<LocalRuntime> {
    const kept = readKeptRun(folder);
    const runtime = new LocalRuntime({ ...options, assembly: keptAssembly(folder) }, kept);
    await runtime.stoppedOnFailure(async () => {
      await runtime.deploy(keptAssembly(folder));
      await runtime.await(() => restoreKeptRun(folder, runtime.services, kept));
    });
    runtime.kept = null;
    return runtime;
  }

  /** Keeps the run in a folder. Throws while an execution is running. */
  keep(folder: string): Promise<void> {
    const { seed, openings, assembly } = this;
    const run = { seed, openings, assembly, now: this.now(), executions: this.allExecutions() };
    return this.await(() => writeKeptRun(folder, this.services, run));
  }

  /** Virtual time, in milliseconds since 1970. */
  now(): number {
    return this.clock.now();
  }

  /** Everything that has happened so far. */
  get log(): EventLog {
    return this.services.log;
  }

  /** Deploys another assembly over what stands, as `cdk deploy` would; meanwhile everything else goes on. */
  async deploy(assembly: string, options: DeployOptions = {}): Promise<void> {
    await this.await(() => this.services.deploy(readCloudAssembly(assembly), options));
    this.assembly = assembly;
  }

  /** Lets so many virtual milliseconds pass, and everything happen that is due in them. */
  advance(milliseconds: number): Promise<void> {
    return this.clock.runUntil(this.clock.now() + milliseconds);
  }

  /** Calls a function by name, ARN or `<stack>/<logical id>`, with or without CDK's suffix, and waits for its answer. */
  invoke(functionName: string, payload: unknown, qualifier?: string): Promise<InvokeResult> {
    const name = this.physicalId(functionName);
    return this.await(() =>
      this.services.lambda.invoke({
        functionName: name,
        payload: JSON.stringify(payload),
        type: 'RequestResponse',
        caller: { id: 'operator' },
        ...(qualifier !== undefined && { qualifier }),
      }),
    );
  }

  /** Sends a request to the HTTP API of that name. */
  request(apiName: string, question: HttpQuestion): Promise<HttpAnswer> {
    const api = [...this.services.apis.values()].find(({ name }) => name === apiName);
    if (api === undefined) throw new Error(`there is no HTTP API '${apiName}'`);
    return this.await(() => api.request(question));
  }

  /** Puts events on the default bus. */
  putEvents(entries: readonly { source: string; detailType: string; detail: unknown }[]): Promise<unknown> {
    const Entries = entries.map(({ source, detailType, detail }) => ({
      Source: source,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    }));
    return this.await(() => this.services.operations.events.PutEvents?.({ Entries }, { id: 'operator' }));
  }

  /** Starts an execution as the console does; it runs while time advances. */
  startExecution(machineName: string, input: unknown, name?: string): ExecutionDescription {
    return this.services.states.startExecution({
      stateMachineArn: this.stateMachineArn(machineName),
      input: JSON.stringify(input),
      ...(name !== undefined && { name }),
    });
  }

  /** Executions of a machine, the newest first. */
  executions(machineName: string): ExecutionDescription[] {
    const arn = this.stateMachineArn(machineName);
    return this.allExecutions().filter(({ stateMachineArn }) => stateMachineArn === arn);
  }

  /** Which states, rules, Defaults and Catchers of a machine its executions have gone through. */
  coverage(machineName: string): CoverageEntry[] {
    return this.services.states.coverage(this.stateMachineArn(machineName));
  }

  /** Waits, in virtual time, until something holds. Throws when it does not within so many milliseconds. */
  waitUntil(holds: () => boolean, limit: number): Promise<void> {
    return this.clock.runUntilDone(holds, limit);
  }

  /** Somebody who works on this run with AWS clients of this process. */
  operator(): LocalOperator {
    return new LocalOperator(this.clock, this.services.network);
  }

  /** Ends all workers; the log stays readable. */
  stop(): void {
    this.services.close();
  }

  /** Nobody gets hold of a runtime that did not come up, so its workers end here. */
  private async stoppedOnFailure(begin: () => Promise<void>): Promise<void> {
    try {
      await begin();
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  private allExecutions(): ExecutionDescription[] {
    return [...this.machineArns().flatMap((arn) => this.services.states.listExecutions(arn)), ...this.earlier];
  }

  private machineArns(): string[] {
    const machines = this.services.deployment
      .resources()
      .filter(({ type }) => type === 'AWS::StepFunctions::StateMachine');
    return machines.map(({ physicalId }) => physicalId);
  }

  private stateMachineArn(machineName: string): string {
    const found = this.machineArns().find((arn) => arn.endsWith(`:${machineName}`));
    if (found === undefined) throw new Error(`there is no state machine '${machineName}'`);
    return found;
  }

  private physicalId(name: string): string {
    const [stack = '', id = ''] = name.split('/');
    const found = this.services.deployment
      .resources()
      .find(({ stackName, logicalId }) => stackName === stack && [logicalId, withoutCdkSuffix(logicalId)].includes(id));
    return found?.physicalId ?? name;
  }

  /** Lets time pass until something asynchronous is over. */
  private async await<Value>(begin: () => Value | Promise<Value>): Promise<Value> {
    let settled = false;
    const over = () => {
      settled = true;
    };
    const work = Promise.resolve().then(begin);
    work.then(over, over);
    await this.clock.runUntilDone(() => settled, LONGEST_WAIT);
    return work;
  }
}
