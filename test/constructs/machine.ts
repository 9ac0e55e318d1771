import type { SynthesizedStack } from './synthesized.ts';

/** A state as the Amazon States Language writes it, as far as our machines use the language. */
export interface State {
  readonly Type: 'Pass' | 'Task' | 'Choice' | 'Wait' | 'Map' | 'Succeed' | 'Fail';
  readonly Next?: string;
  readonly End?: boolean;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Output?: unknown;
  readonly Arguments?: { readonly FunctionName: string; readonly Payload: unknown };
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Choices?: readonly Choice[];
  readonly Default?: string;
  readonly Seconds?: unknown;
  readonly Items?: unknown;
  readonly ItemSelector?: unknown;
  readonly ItemProcessor?: Machine;
  readonly Error?: unknown;
  readonly Cause?: unknown;
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts?: number;
  readonly IntervalSeconds?: number;
}

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
}

export interface Choice {
  readonly Condition: string;
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
}

/** The definition of a machine in the template; where a function's ARN stands there, its step stands here. */
export function machineOf(stack: SynthesizedStack, workflow: 'RetrainWorkflow' | 'RollbackWorkflow'): Machine {
  const { properties } = stack.at(`Pipeline/${workflow}/Machine/StateMachine`);
  return JSON.parse(properties.DefinitionString.replace(/<Pipeline\/(\w+)\/Function\.Arn>/g, stepText));
}

function stepText(_match: string, constructId: string): string {
  return constructId.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** A state that the definition is known to have. */
export function stateOf(machine: Machine, name: string): State {
  const state = machine.States[name];
  if (state === undefined) throw new Error(`there is no state '${name}'`);
  return state;
}

/** All states by name, those inside of a Map included. */
export function allStates(machine: Machine): readonly (readonly [string, State])[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as const,
    ...(state.ItemProcessor ? allStates(state.ItemProcessor) : []),
  ]);
}

/** The JSONata in a text, without its brackets; nothing for any other text. */
export function expressionIn(text: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1];
}

/** Every JSONata expression in a part of a definition. */
export function expressionsIn(value: unknown): string[] {
  if (typeof value === 'string') return [expressionIn(value)].filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(expressionsIn);
}

/** Every key of a part of a definition, at any depth. */
export function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(keysIn)];
}
