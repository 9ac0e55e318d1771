import { AwsError } from '../aws-error.ts';
import { Coverage } from './coverage.ts';
import { checkDefinition, type DefinitionRules } from './definition-check.ts';
import type { Machine } from './execution.ts';

/** A state machine as a template declares it, with everything resolved. */
export interface StateMachineRequest {
  readonly arn: string;
  readonly name: string;
  /** Amazon States Language, parsed. */
  readonly definition: object;
  readonly roleArn: string;
  /** @default STANDARD, which is the only one that is simulated */
  readonly type?: string;
}

/** The state machines that there are. */
export class StateMachines {
  private readonly machines = new Map<string, Machine>();
  private readonly now: () => number;
  private readonly rules: DefinitionRules;

  constructor(now: () => number, rules: DefinitionRules) {
    this.now = now;
    this.rules = rules;
  }

  create({ arn, name, definition, roleArn, type = 'STANDARD' }: StateMachineRequest): void {
    if (this.machines.has(arn)) throw new Error(`the state machine ${arn} exists already`);
    if (type !== 'STANDARD') {
      throw new Error(
        `the state machine '${name}' should be of the type STANDARD, got ${type}: others are not simulated`,
      );
    }
    this.machines.set(arn, { arn, name, roleArn, createdAt: this.now(), ...this.checked(name, definition) });
  }

  /** Executions that run keep what they started with. The same definition again keeps its coverage. */
  update(arn: string, changes: { readonly definition?: object; readonly roleArn?: string }): void {
    const before = this.find(arn);
    const { definition, roleArn = before.roleArn } = changes;
    const isSame = definition === undefined || JSON.stringify(definition) === before.definitionText;
    this.machines.set(arn, { ...before, roleArn, ...(!isSame && this.checked(before.name, definition)) });
  }

  remove(arn: string): void {
    this.find(arn);
    this.machines.delete(arn);
  }

  list(): readonly Machine[] {
    return [...this.machines.values()];
  }

  find(arn: string): Machine {
    const machine = this.machines.get(arn);
    if (machine === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  private checked(name: string, definition: object): Pick<Machine, 'definition' | 'definitionText' | 'coverage'> {
    const checked = checkDefinition(name, definition, this.rules);
    return { definition: checked, definitionText: JSON.stringify(definition), coverage: new Coverage(checked) };
  }
}
