import { innerGroups, isTerminal, type State, type StateGroup, successors } from './definition.ts';
import type { Problems } from './field-check.ts';

/** Checks that every target exists, every state can be reached and an end as well, and that no name occurs twice. */
export function checkFlow(machine: StateGroup, problems: Problems): void {
  const seen = new Set<string>();
  for (const group of groupsOf(machine)) {
    for (const name of Object.keys(group.States)) {
      if (seen.has(name)) problems.push(`state '${name}': its name occurs twice in the state machine`);
      seen.add(name);
    }
    checkGroup(group, problems);
  }
}

/** A group and all groups inside it. */
export function groupsOf(group: StateGroup): StateGroup[] {
  const states = Object.values(group.States);
  return [group, ...states.flatMap((state) => innerGroups(state).flatMap(groupsOf))];
}

function checkGroup({ StartAt: start, States: states }: StateGroup, problems: Problems): void {
  if (!Object.hasOwn(states, start)) {
    problems.push(`the start state '${start}' should be one of ${Object.keys(states).join(', ')}`);
    return;
  }
  const missing = Object.entries(states).flatMap(([name, state]) =>
    successors(state)
      .filter((target) => !Object.hasOwn(states, target))
      .map((target) => `state '${name}': goes to '${target}', which does not exist`),
  );
  const reached = reachable(states, start);
  const unreached = Object.keys(states).filter((name) => !reached.has(name));
  problems.push(...missing, ...unreached.map((name) => `state '${name}': no state goes there`));
  const ends = [...reached].some((name) => states[name] !== undefined && isTerminal(states[name]));
  if (!ends) problems.push(`from the start state '${start}' no state is reached that ends`);
}

function reachable(states: Readonly<Record<string, State>>, start: string): Set<string> {
  const reached = new Set([start]);
  // a set may grow while it is walked
  for (const name of reached) {
    const state = states[name];
    if (state !== undefined) for (const target of successors(state)) reached.add(target);
  }
  return reached;
}
