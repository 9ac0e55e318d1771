/** The part of the Amazon States Language that this engine runs, as a checked definition has it. JSONata only. */
export interface StateGroup {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface Definition extends StateGroup {
  readonly QueryLanguage: 'JSONata';
  readonly TimeoutSeconds?: number;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | MapState
  | ParallelState;

export type StateType = State['Type'];

/** JSON whose strings may be `{% %}` expressions. */
export type Template = unknown;

/** A number, or an expression that gives one. */
type NumberTemplate = number | string;

export interface Results {
  readonly Assign?: Readonly<Record<string, Template>>;
  readonly Output?: Template;
}

/** Exactly one of the two. */
interface Flow {
  readonly Next?: string;
  readonly End?: true;
}

export interface ErrorHandlers {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

interface Catcher extends Results {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

export interface PassState extends Flow, Results {
  readonly Type: 'Pass';
}

export interface TaskState extends Flow, Results, ErrorHandlers {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments?: Template;
  readonly TimeoutSeconds?: NumberTemplate;
  readonly HeartbeatSeconds?: NumberTemplate;
}

export interface ChoiceState extends Results {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

interface ChoiceRule extends Results {
  readonly Condition: Template;
  readonly Next: string;
}

export interface WaitState extends Flow, Results {
  readonly Type: 'Wait';
  readonly Seconds?: NumberTemplate;
  readonly Timestamp?: string;
}

export interface SucceedState {
  readonly Type: 'Succeed';
  readonly Output?: Template;
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly Cause?: string;
}

export interface MapState extends Flow, Results, ErrorHandlers {
  readonly Type: 'Map';
  readonly Items?: Template;
  readonly ItemSelector?: Template;
  readonly ItemProcessor: StateGroup;
  readonly MaxConcurrency?: NumberTemplate;
}

export interface ParallelState extends Flow, Results, ErrorHandlers {
  readonly Type: 'Parallel';
  readonly Branches: readonly StateGroup[];
  readonly Arguments?: Template;
}

/** Where a state may go, in the order of the definition. */
export function successors(state: State): string[] {
  if (state.Type === 'Choice') {
    const targets = state.Choices.map((rule) => rule.Next);
    return state.Default === undefined ? targets : [...targets, state.Default];
  }
  const next = 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  const caught = 'Catch' in state ? (state.Catch ?? []).map((catcher) => catcher.Next) : [];
  return [...next, ...caught];
}

export function isTerminal(state: State): boolean {
  return state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);
}

/** The groups of states inside a state. */
export function innerGroups(state: State): readonly StateGroup[] {
  if (state.Type === 'Map') return [state.ItemProcessor];
  return state.Type === 'Parallel' ? state.Branches : [];
}
