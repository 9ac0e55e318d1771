import type { Operations } from '../aws-error.ts';
import type { CoverageEntry } from './coverage.ts';
import type { ExecutionStatus, Machine } from './execution.ts';
import type { HistoryEvent } from './history.ts';
import type { StateMachineRequest } from './state-machines.ts';
import type { ExecutionDescription } from './status-change.ts';

export interface StartExecutionRequest {
  readonly stateMachineArn: string;
  /** @default a random one */
  readonly name?: string;
  /** JSON text. @default {} */
  readonly input?: string;
}

export interface StopExecutionRequest {
  readonly executionArn: string;
  readonly error?: string;
  readonly cause?: string;
}

/** What can be asked about executions and state machines. */
export interface StatesCalls {
  /** The same name and input while it runs is the same execution. */
  startExecution(request: StartExecutionRequest): ExecutionDescription;
  /** One that has ended stays as it is. */
  stopExecution(request: StopExecutionRequest): ExecutionDescription;
  describeExecution(executionArn: string): ExecutionDescription;
  getExecutionHistory(executionArn: string): readonly HistoryEvent[];
  /** The newest first. */
  listExecutions(stateMachineArn: string, status?: ExecutionStatus): ExecutionDescription[];
  /** In the order of their creation. */
  listStateMachines(): readonly Machine[];
  describeStateMachine(stateMachineArn: string): Machine;
  /** `output` is JSON text. */
  sendTaskSuccess(taskToken: string, output: string): void;
  sendTaskFailure(taskToken: string, error?: string, cause?: string): void;
  sendTaskHeartbeat(taskToken: string): void;
}

/** Step Functions: standard state machines in JSONata, on the virtual clock. */
export interface StatesService extends StatesCalls {
  /** Throws `InvalidStateMachine` for a definition that is not run. */
  createStateMachine(request: StateMachineRequest): void;
  /** Executions in flight keep their definition. */
  updateStateMachine(arn: string, changes: { readonly definition?: object; readonly roleArn?: string }): void;
  /** Executions in flight are aborted before their next state. */
  deleteStateMachine(arn: string): void;
  /** Which states, rules, Defaults and Catchers of the machine's current definition any execution has gone through. */
  coverage(stateMachineArn: string): CoverageEntry[];
  /** The wire API, `AWSStepFunctions`. */
  readonly operations: Operations;
}
