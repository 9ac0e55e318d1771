import { AwsError, type Operations } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import type { FaultPlan } from '../fault-plan.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { CoverageEntry } from './coverage.ts';
import { Execution, type ExecutionStatus, type Machine } from './execution.ts';
import { checkExecutionName, Executions, executionArn } from './executions.ts';
import { cachingCompiler } from './expressions.ts';
import type { HistoryEvent } from './history.ts';
import type { Integrations } from './integration.ts';
import { type JsonDocument, parseDocument } from './json.ts';
import { exceedsPayload, MAX_PAYLOAD_BYTES } from './limits.ts';
import { nestedExecutions } from './nested-executions.ts';
import { findResource } from './resources.ts';
import { beginExecution } from './run-execution.ts';
import { runGroup } from './run-group.ts';
import { type StateMachineRequest, StateMachines } from './state-machines.ts';
import type { StartExecutionRequest, StatesService, StopExecutionRequest } from './states-api.ts';
import { statesOperations } from './states-operations.ts';
import { describe, type ExecutionDescription } from './status-change.ts';
import { TaskTokens } from './task-tokens.ts';
import type { Engine } from './visit.ts';

export interface StatesServiceOptions {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly log: EventLog;
  readonly faults: FaultPlan;
  /** What tasks can call; nested executions come on top. Everything else is refused when a machine is created. */
  readonly integrations: Integrations;
  /** Hears at once of every execution's start and end. */
  readonly onStatusChange: (change: ExecutionDescription) => void;
}

export function createStatesService(options: StatesServiceOptions): StatesService {
  return new LocalStates(options);
}

class LocalStates implements StatesService {
  readonly operations: Operations;
  private readonly options: StatesServiceOptions;
  private readonly names: SeededRandom;
  private readonly engine: Engine;
  private readonly machines: StateMachines;
  private readonly executions: Executions;
  private readonly now: () => number;

  constructor(options: StatesServiceOptions) {
    const { clock } = options;
    this.options = options;
    this.now = () => clock.now();
    this.names = options.random.fork('execution names');
    this.executions = new Executions(this.now);
    this.engine = this.createEngine();
    this.machines = new StateMachines(this.now, {
      compile: this.engine.compile,
      knowsResource: (resource) => findResource(resource, this.engine.integrations) !== undefined,
    });
    this.operations = statesOperations(this);
  }

  createStateMachine(request: StateMachineRequest): void {
    this.machines.create(request);
  }

  updateStateMachine(arn: string, changes: { readonly definition?: object; readonly roleArn?: string }): void {
    this.machines.update(arn, changes);
  }

  deleteStateMachine(arn: string): void {
    this.machines.remove(arn);
    for (const execution of this.executions.list(arn, 'RUNNING')) execution.isMachineDeleted = true;
  }

  listStateMachines(): readonly Machine[] {
    return this.machines.list();
  }

  describeStateMachine(arn: string): Machine {
    return this.machines.find(arn);
  }

  coverage(arn: string): CoverageEntry[] {
    return this.machines.find(arn).coverage.entries();
  }

  startExecution(request: StartExecutionRequest): ExecutionDescription {
    return describe(this.start(request));
  }

  stopExecution({ executionArn: arn, error, cause }: StopExecutionRequest): ExecutionDescription {
    const execution = this.executions.find(arn);
    execution.end({ status: 'ABORTED', error, cause }, 0);
    return describe(execution);
  }

  describeExecution(arn: string): ExecutionDescription {
    return describe(this.executions.find(arn));
  }

  getExecutionHistory(arn: string): readonly HistoryEvent[] {
    return this.executions.find(arn).history.events;
  }

  listExecutions(stateMachineArn: string, status?: ExecutionStatus): ExecutionDescription[] {
    this.machines.find(stateMachineArn);
    return this.executions.list(stateMachineArn, status).map(describe);
  }

  sendTaskSuccess(taskToken: string, output: string): void {
    this.engine.tokens.succeed(taskToken, output);
  }

  sendTaskFailure(taskToken: string, error?: string, cause?: string): void {
    this.engine.tokens.fail(taskToken, error, cause);
  }

  sendTaskHeartbeat(taskToken: string): void {
    this.engine.tokens.heartbeat(taskToken);
  }

  private start({ stateMachineArn, name, input = '{}' }: StartExecutionRequest): Execution {
    const machine = this.machines.find(stateMachineArn);
    const chosen = name ?? seededUuid(this.names);
    checkExecutionName(chosen);
    const document = parseInput(input);
    const arn = executionArn(stateMachineArn, chosen);
    const earlier = this.executions.get(arn);
    if (earlier?.status === 'RUNNING' && earlier.input.text === input) return earlier;
    if (earlier !== undefined) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    const execution = new Execution({
      arn,
      name: chosen,
      machine,
      input: document,
      now: this.now,
      random: this.options.random.fork(arn),
      onEnd: (ended) => this.statusChanged(ended),
    });
    this.executions.add(execution);
    beginExecution(this.engine, execution);
    this.statusChanged(execution);
    return execution;
  }

  private statusChanged(execution: Execution): void {
    const change = describe(execution);
    const { executionArn: arn, status, input, output, error, cause } = change;
    const what = `execution-${status.toLowerCase().replace('_', '-')}`;
    const known = status === 'RUNNING' ? { input } : { output, error, cause };
    this.options.log.record('states', what, { executionArn: arn, ...known });
    this.options.onStatusChange(change);
  }

  private createEngine(): Engine {
    const { clock, log, faults, integrations } = this.options;
    const nested = nestedExecutions({
      start: (stateMachineArn, name, input) => this.start({ stateMachineArn, name, input }),
      stop: (execution) => execution.end({ status: 'ABORTED' }, 0),
    });
    return {
      clock,
      log,
      faults,
      integrations: { ...nested, ...integrations },
      compile: cachingCompiler(),
      tokens: new TaskTokens(),
      runGroup,
      reportDefect: (error) => {
        clock.schedule(0, 'a state machine', () => {
          throw error;
        });
      },
    };
  }
}

function parseInput(input: string): JsonDocument {
  let document: JsonDocument;
  try {
    document = parseDocument(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: ${String(error)}`);
  }
  if (!exceedsPayload(document)) return document;
  throw new AwsError(
    'InvalidExecutionInput',
    `Invalid State Machine Execution Input: it should have at most ${MAX_PAYLOAD_BYTES} bytes`,
  );
}
