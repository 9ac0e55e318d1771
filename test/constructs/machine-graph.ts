import { type Choice, expressionsIn, type Machine, type State, stateOf } from './machine.ts';

/** One way from a state to another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The state failed, and no retry mended it. */
  readonly caught: boolean;
  readonly assigns: Readonly<Record<string, unknown>>;
  readonly condition?: string;
}

/** Every way that leaves a state. */
function edgesFrom(machine: Machine, from: string): readonly Edge[] {
  const { Next, Assign = {}, Choices = [], Default, Catch = [] } = stateOf(machine, from);
  const edge = (to: string, assigns: Edge['assigns'], caught = false) => ({ from, to, caught, assigns });
  return [
    ...[Next, Default].filter((to) => to !== undefined).map((to) => edge(to, Assign)),
    ...Choices.map((rule) => ({ ...edge(rule.Next, rule.Assign ?? {}), condition: rule.Condition })),
    ...Catch.map((catcher) => edge(catcher.Next, catcher.Assign ?? {}, true)),
  ];
}

export function edgesOf(machine: Machine): readonly Edge[] {
  return Object.keys(machine.States).flatMap((name) => edgesFrom(machine, name));
}

/** States that can be reached from one of these without passing through any of those. */
export function reachable(
  machine: Machine,
  from: readonly string[],
  without: readonly string[] = [],
): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = from.filter((name) => !without.includes(name));
  while (waiting.length > 0) {
    const name = waiting.pop() as string;
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(
      ...edgesFrom(machine, name)
        .map(({ to }) => to)
        .filter((to) => !without.includes(to)),
    );
  }
  return seen;
}

/** Names of the states of a type. */
export function statesOfType(machine: Machine, type: State['Type']): string[] {
  return Object.keys(machine.States).filter((name) => stateOf(machine, name).Type === type);
}

/** Variables by name, and whether they are known to be null. */
type Assigned = Readonly<Record<string, 'set' | 'null'>>;

interface Visit {
  readonly name: string;
  readonly assigned: Assigned;
}

const VARIABLE = /\$([A-Za-z_]\w*)\b(?!\s*\()/g;
const NULL = '{% null %}';

/**
 * Every state with every set of variables that can be assigned there, on ways that do not pass through those states. A
 * condition `$x != null` is not taken where `$x` was assigned null.
 */
function visitsIn(machine: Machine, assigned: Assigned, without: readonly string[] = []): readonly Visit[] {
  const seen = new Map<string, Visit>();
  const waiting: Visit[] = [{ name: machine.StartAt, assigned }];
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
    const key = JSON.stringify([visit.name, Object.entries(visit.assigned).sort()]);
    if (seen.has(key) || without.includes(visit.name)) continue;
    seen.set(key, visit);
    waiting.push(...visitsAfter(machine, visit));
  }
  return [...seen.values()];
}

function visitsAfter(machine: Machine, { name, assigned }: Visit): Visit[] {
  return edgesFrom(machine, name)
    .filter((edge) => edge.condition === undefined || isOpen({ Condition: edge.condition }, assigned))
    .map(({ to, assigns }) => ({ name: to, assigned: { ...assigned, ...marks(assigns) } }));
}

function marks(assigns: Edge['assigns']): Assigned {
  return Object.fromEntries(Object.entries(assigns).map(([name, value]) => [name, value === NULL ? 'null' : 'set']));
}

function isOpen({ Condition }: Pick<Choice, 'Condition'>, assigned: Assigned): boolean {
  const needed = [...Condition.matchAll(/\$(\w+) != null/g)].map(([, variable]) => variable as string);
  return needed.every((variable) => assigned[variable] !== 'null');
}

/** Whether nothing gets to `later` that has not been at `earlier`. */
export function alwaysBefore(machine: Machine, earlier: string, later: string): boolean {
  const visited = (without: readonly string[]) => visitsIn(machine, {}, without).some(({ name }) => name === later);
  return visited([]) && !visited([earlier]);
}

/** Reads of a variable that some way to the state has not assigned, as sentences. */
export function unassignedReads(machine: Machine, assigned: Assigned = {}): string[] {
  return [...new Set(visitsIn(machine, assigned).flatMap((visit) => unassignedReadsIn(machine, visit)))].sort();
}

function unassignedReadsIn(machine: Machine, { name, assigned }: Visit): string[] {
  const { ItemProcessor, Choices = [], ...state } = stateOf(machine, name);
  const taken = Choices.filter((rule) => isOpen(rule, assigned));
  const reads = expressionsIn([state, taken, Choices.map(({ Condition }) => Condition)]).flatMap(variablesIn);
  const missing = [...new Set(reads)].filter((variable) => assigned[variable] === undefined);
  const inside = ItemProcessor ? unassignedReads(ItemProcessor, assigned) : [];
  return [...missing.map((variable) => `'${name}' reads $${variable}`), ...inside];
}

/** Variables that an expression reads; `$states` is always there. */
function variablesIn(expression: string): string[] {
  return [...expression.matchAll(VARIABLE)].map(([, name]) => name as string).filter((name) => name !== 'states');
}

/** Variables that a machine assigns, those inside of a Map apart. */
export function assignedIn(machine: Machine): ReadonlySet<string> {
  return new Set(edgesOf(machine).flatMap(({ assigns }) => Object.keys(assigns)));
}
