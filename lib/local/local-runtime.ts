import { readCloudAssembly } from './assembly/cloud-assembly.ts';
import type { EventLog } from './event-log.ts';
import { FaultPlan } from './fault-plan.ts';
import type { HttpAnswer, HttpQuestion } from './http-api/http-message.ts';
import type { InvokeResult } from './lambda/invocations.ts';
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

  private constructor(options: LocalRuntimeOptions) {
    this.clock = new VirtualClock(Date.parse(options.start ?? FIRST_DAY));
    this.faults = options.faults ?? new FaultPlan();
    this.services = new LocalServices({
      clock: this.clock,
      seed: options.seed ?? '1',
      faults: this.faults,
      print: options.print ?? (() => {}),
      initMilliseconds: options.initMilliseconds ?? (() => 0),
    });
  }

  /** Deploys the assembly. Throws `RefusedAssembly` for what the runtime does not know, or `DeploymentFailed`. */
  static async start(options: LocalRuntimeOptions): Promise<LocalRuntime> {
    const runtime = new LocalRuntime(options);
    try {
      await runtime.deploy(options.assembly);
      return runtime;
    } catch (error) {
      runtime.stop();
      throw error;
    }
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
  deploy(assembly: string): Promise<void> {
    return this.await(() => this.services.deploy(readCloudAssembly(assembly)));
  }

  /** Lets so many virtual milliseconds pass, and everything happen that is due in them. */
  advance(milliseconds: number): Promise<void> {
    return this.clock.runUntil(this.clock.now() + milliseconds);
  }

  /** Calls a function by name, ARN or `<stack>/<logical id>`, and waits for its answer. */
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
    return this.services.states.listExecutions(this.stateMachineArn(machineName));
  }

  /** Which states, rules, Defaults and Catchers of a machine its executions have gone through. */
  coverage(machineName: string): CoverageEntry[] {
    return this.services.states.coverage(this.stateMachineArn(machineName));
  }

  /** Waits, in virtual time, until something holds. Throws when it does not within so many milliseconds. */
  waitUntil(holds: () => boolean, limit: number): Promise<void> {
    return this.clock.runUntilDone(holds, limit);
  }

  /** Ends all workers; the log stays readable. */
  stop(): void {
    this.services.close();
  }

  private stateMachineArn(machineName: string): string {
    const machine = this.services.deployment
      .resources()
      .find(
        ({ type, physicalId }) => type === 'AWS::StepFunctions::StateMachine' && physicalId.endsWith(`:${machineName}`),
      );
    if (machine === undefined) throw new Error(`there is no state machine '${machineName}'`);
    return machine.physicalId;
  }

  private physicalId(name: string): string {
    const [stackName = '', logicalId = ''] = name.split('/');
    return this.services.deployment.find(stackName, logicalId)?.physicalId ?? name;
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
