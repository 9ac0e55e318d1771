import type { EventLog } from '../event-log.ts';
import type { FaultPlan } from '../fault-plan.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { State, StateGroup, StateType } from './definition.ts';
import type { Execution } from './execution.ts';
import type { Compile } from './expressions.ts';
import type { EventChain } from './history.ts';
import type { Integrations } from './integration.ts';
import type { Json, JsonDocument } from './json.ts';
import { StateFailure } from './state-failure.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { VariableScope } from './variable-scope.ts';

/** What all executions run on. */
export interface Engine {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly faults: FaultPlan;
  readonly integrations: Integrations;
  readonly compile: Compile;
  readonly tokens: TaskTokens;
  /** Runs a group of states to its end; Map and Parallel call it for what is inside them. */
  readonly runGroup: (branch: Branch, group: StateGroup, input: JsonDocument) => Promise<JsonDocument>;
  /** Ends the run: the engine or an integration is wrong. */
  readonly reportDefect: (error: unknown) => void;
}

/** The item of a Map, as `$states.context` shows it. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
}

/** One line of states: the machine's own, a branch of a Parallel or an iteration of a Map. */
export interface Branch {
  readonly engine: Engine;
  readonly execution: Execution;
  readonly scope: VariableScope;
  readonly chain: EventChain;
  /** Aborts when the branch is no longer wanted. */
  readonly signal: AbortSignal;
  readonly mapItem: MapItem | null;
  /** Type of the state that it is in; null between states. */
  current: StateType | null;
}

/** One state on its way from entry to exit. */
export interface Visit<S extends State = State> {
  readonly branch: Branch;
  readonly name: string;
  readonly state: S;
  readonly input: JsonDocument;
  /** Milliseconds since 1970. */
  readonly enteredAt: number;
  /** The event of its entry, which error messages name. */
  readonly entry: number;
  retryCount: number;
  /** While the task waits for it. */
  taskToken: string | null;
}

/** What a state leads to. */
export interface Completion {
  readonly output: JsonDocument;
  /** Null at the end of the group. */
  readonly next: string | null;
  /** Set already; the history shows them. */
  readonly assigned: Readonly<Record<string, Json>>;
}

/** Adds an event to the visit's branch. */
export function record(
  { branch }: Pick<Visit, 'branch'>,
  type: string,
  details: Readonly<Record<string, Json | undefined>> | null = null,
  named?: string,
): void {
  branch.chain.last = branch.execution.record(branch.chain.last, type, details, named);
}

/** A failure that the service itself finds, worded as it does. */
export function serviceFailure({ name, entry }: Visit, error: string, problem: string): StateFailure {
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${entry}).`;
  return new StateFailure(error, `${where} ${problem}`);
}
