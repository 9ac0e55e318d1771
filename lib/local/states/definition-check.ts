import type { Definition } from './definition.ts';
import { checkExpressions } from './expression-check.ts';
import type { Compile } from './expressions.ts';
import type { Problems } from './field-check.ts';
import { checkFlow, groupsOf } from './flow-check.ts';
import { byteLength, isObject } from './json.ts';
import { MAX_DEFINITION_BYTES } from './limits.ts';
import { checkShape } from './shape-check.ts';

/** A definition that this engine does not run; the message lists every reason. */
export class InvalidStateMachine extends Error {
  override readonly name = 'InvalidStateMachine';
  readonly problems: readonly string[];

  constructor(machineName: string, problems: readonly string[]) {
    super(`the state machine '${machineName}' is refused:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** What a definition is checked with. */
export interface DefinitionRules {
  readonly compile: Compile;
  /** Whether a task can call it. */
  knowsResource(resource: string): boolean;
}

/** Returns the definition typed, or throws `InvalidStateMachine`. Later checks rely on earlier ones. */
export function checkDefinition(machineName: string, definition: object, rules: DefinitionRules): Definition {
  const problems: Problems = [];
  const refuseIfWrong = () => {
    if (problems.length > 0) throw new InvalidStateMachine(machineName, problems);
  };
  const text = JSON.stringify(definition);
  // nothing but a claim until it has been checked
  const claimed = JSON.parse(text) as Definition;
  if (!isObject(claimed)) throw new InvalidStateMachine(machineName, ['the definition should be an object']);
  if (byteLength(text) > MAX_DEFINITION_BYTES) problems.push('the state machine: its definition has more than 1 MB');
  checkShape(claimed, problems);
  refuseIfWrong();
  checkFlow(claimed, problems);
  checkExpressions(claimed, rules.compile, problems);
  checkResources(claimed, rules, problems);
  refuseIfWrong();
  return claimed;
}

function checkResources(machine: Definition, rules: DefinitionRules, problems: Problems): void {
  for (const group of groupsOf(machine)) {
    for (const [name, state] of Object.entries(group.States)) {
      if (state.Type === 'Task' && !rules.knowsResource(state.Resource)) {
        problems.push(`state '${name}': the resource ${state.Resource} is not simulated`);
      }
    }
  }
}
