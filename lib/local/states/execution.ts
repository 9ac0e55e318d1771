import type { SeededRandom } from '../seeded-random.ts';
import type { Timer } from '../virtual-clock.ts';
import type { Coverage } from './coverage.ts';
import type { Definition } from './definition.ts';
import { type ExecutionFunctions, executionFunctions } from './expression-functions.ts';
import { History, outputDetails } from './history.ts';
import type { Json, JsonDocument } from './json.ts';
import { MAX_HISTORY_EVENTS } from './limits.ts';
import { type StateFailure, Stopped } from './state-failure.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** A state machine as an execution of it started: later updates do not reach it. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: Definition;
  /** JSON of the definition, as it was given. */
  readonly definitionText: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly coverage: Coverage;
}

/** How an execution ended. */
export interface Ending {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: JsonDocument;
  readonly error?: string;
  readonly cause?: string;
}

export interface ExecutionOptions {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  readonly input: JsonDocument;
  readonly now: () => number;
  readonly random: SeededRandom;
  readonly onEnd: (execution: Execution) => void;
}

/** One execution: what is known of it, and the signal that stops everything it does. */
export class Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  readonly input: JsonDocument;
  readonly startDate: number;
  readonly history: History;
  readonly functions: ExecutionFunctions;
  /** Draws the jitter of retries. */
  readonly jitter: SeededRandom;
  /** Draws task tokens. */
  readonly tokens: SeededRandom;
  readonly variables = { used: 0 };
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  stopDate: number | null = null;
  ending: Ending | null = null;
  /** Ends an execution that takes longer than its machine allows. */
  timer: Timer | null = null;
  /** Its state machine is gone, so it ends before its next state. */
  isMachineDeleted = false;
  private readonly controller = new AbortController();
  private readonly now: () => number;
  private readonly onEnd: (execution: Execution) => void;
  private readonly resolveEnded: () => void;

  constructor(options: ExecutionOptions) {
    this.arn = options.arn;
    this.name = options.name;
    this.machine = options.machine;
    this.input = options.input;
    this.now = options.now;
    this.onEnd = options.onEnd;
    this.startDate = options.now();
    this.history = new History(options.now);
    this.functions = executionFunctions(options.now, options.random.fork('expressions'));
    this.jitter = options.random.fork('jitter');
    this.tokens = options.random.fork('tokens');
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.resolveEnded = resolve;
  }

  get status(): ExecutionStatus {
    return this.ending?.status ?? 'RUNNING';
  }

  /** Aborts when the execution ends. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Adds to the history and returns the event's id; ends the execution, and throws `Stopped`, when no more fits. */
  record(previous: number, type: string, details: Readonly<Record<string, Json | undefined>> | null, named?: string) {
    if (this.ending !== null) throw new Stopped(`the execution ${this.arn} has ended`);
    if (!this.history.isFull) return this.history.add(previous, type, details, named);
    const cause = `The execution reached the maximum number of history events (${MAX_HISTORY_EVENTS}).`;
    this.end({ status: 'FAILED', error: 'States.Runtime', cause }, this.history.events.length);
    throw new Stopped(cause);
  }

  checkDeleted(): void {
    if (this.isMachineDeleted) this.end({ status: 'ABORTED' }, 0);
  }

  fail(failure: StateFailure, previous: number): void {
    this.end({ status: 'FAILED', error: failure.error, cause: failure.reason }, previous);
  }

  /** The first end counts. */
  end(ending: Ending, previous: number): void {
    if (this.ending !== null) return;
    this.addLastEvent(ending, previous);
    this.ending = ending;
    this.stopDate = this.now();
    this.timer?.cancel();
    this.controller.abort(new Stopped(`the execution ${this.arn} has ended`));
    this.resolveEnded();
    this.onEnd(this);
  }

  private addLastEvent({ status, output, error, cause }: Ending, previous: number): void {
    const type = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted' }[status];
    const details = output === undefined ? { error, cause } : outputDetails(output);
    this.history.add(previous, `Execution${type}`, details);
  }
}
