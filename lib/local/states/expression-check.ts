import { innerGroups, type State, type StateGroup } from './definition.ts';
import { knownFunctions } from './expression-functions.ts';
import type { Compile } from './expressions.ts';
import type { Problems } from './field-check.ts';
import { type PlacedExpression, stateExpressions } from './state-expressions.ts';

const MAX_NAME_LENGTH = 80;
const VARIABLE_NAME = /^\p{ID_Start}\p{ID_Continue}*$/u;

/** Checks the variables that states assign, and compiles and checks all expressions. */
export function checkExpressions(
  group: StateGroup,
  compile: Compile,
  problems: Problems,
  outer: ReadonlySet<string> = new Set(),
): void {
  const states = Object.entries(group.States);
  const own = new Set(states.flatMap(([, state]) => assignedNames(state)));
  const visible = new Set([...outer, ...own]);
  for (const [name, state] of states) {
    const where = `state '${name}'`;
    for (const variable of new Set(assignedNames(state))) checkVariable(variable, outer, where, problems);
    for (const placed of stateExpressions(state, where, compile, problems)) {
      checkExpression(placed, visible, where, problems);
    }
    for (const inner of innerGroups(state)) checkExpressions(inner, compile, problems, visible);
  }
}

function assignedNames(state: State): string[] {
  const rules = state.Type === 'Choice' ? state.Choices : [];
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  return [state, ...rules, ...catchers].flatMap((holder) =>
    'Assign' in holder ? Object.keys(holder.Assign ?? {}) : [],
  );
}

function checkVariable(variable: string, outer: ReadonlySet<string>, where: string, problems: Problems): void {
  const complaint = (text: string) => problems.push(`${where}: the variable '${variable}' ${text}`);
  if (!VARIABLE_NAME.test(variable) || variable.length > MAX_NAME_LENGTH) {
    complaint(`should have a name of letters and digits, at most ${MAX_NAME_LENGTH} characters`);
  }
  if (variable === 'states') complaint('has the name that the service reserves');
  if (knownFunctions.has(variable)) complaint('has the name of a function');
  if (outer.has(variable)) complaint('is assigned outside as well: an inner scope cannot use the same name');
}

function checkExpression(
  { expression, field, members }: PlacedExpression,
  visible: ReadonlySet<string>,
  where: string,
  problems: Problems,
): void {
  const { source, syntax } = expression;
  const isKnown = (name: string) => name === 'states' || visible.has(name) || knownFunctions.has(name);
  const absent = [...syntax.members].filter((member) => member !== '*' && !members.includes(member));
  const unknown = [...syntax.reads].filter((name) => !isKnown(name));
  const complaints = [
    ...syntax.problems,
    ...absent.map((member) => `$states.${member} does not exist here`),
    ...unknown.map((name) =>
      syntax.calls.has(name) ? `there is no function $${name}` : `no state assigns $${name} where it is read`,
    ),
  ];
  for (const complaint of complaints) problems.push(`${where}: ${field}: the expression ${source}: ${complaint}`);
}
