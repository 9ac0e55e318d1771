import { byteLength, type Json } from './json.ts';
import { MAX_PAYLOAD_BYTES, MAX_VARIABLE_BYTES } from './limits.ts';

/** Bytes of all variables of an execution. */
export interface VariableBudget {
  used: number;
}

interface Variable {
  readonly value: Json;
  readonly size: number;
}

/** Variables of a state machine, a branch or an iteration; those outside can be read, not changed. */
export class VariableScope {
  private readonly variables = new Map<string, Variable>();
  private readonly budget: VariableBudget;
  private readonly outer: VariableScope | null;

  constructor(budget: VariableBudget, outer: VariableScope | null = null) {
    this.budget = budget;
    this.outer = outer;
  }

  /** A scope inside this one. */
  inner(): VariableScope {
    return new VariableScope(this.budget, this);
  }

  read(name: string): Json | undefined {
    const own = this.variables.get(name);
    return own === undefined ? this.outer?.read(name) : own.value;
  }

  /** Sets all of them; when they are too large it sets none and says so. */
  assign(values: Readonly<Record<string, Json>>): string | undefined {
    const assigned = Object.entries(values).map(([name, value]) => ({
      name,
      value,
      size: byteLength(JSON.stringify(value)),
    }));
    const total = sum(assigned.map(({ size }) => size));
    if (total > MAX_PAYLOAD_BYTES) return tooLarge('The variables of one Assign', total, MAX_PAYLOAD_BYTES);
    const replaced = sum(assigned.map(({ name }) => this.variables.get(name)?.size ?? 0));
    const used = this.budget.used + total - replaced;
    if (used > MAX_VARIABLE_BYTES) return tooLarge('The variables of the execution', used, MAX_VARIABLE_BYTES);
    this.budget.used = used;
    for (const { name, value, size } of assigned) this.variables.set(name, { value, size });
    return undefined;
  }

  /** Gives its bytes back. */
  close(): void {
    this.budget.used -= sum([...this.variables.values()].map(({ size }) => size));
    this.variables.clear();
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function tooLarge(what: string, bytes: number, limit: number): string {
  return `${what} have ${bytes} bytes, and ${limit} are allowed.`;
}
