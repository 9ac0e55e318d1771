import type { State, StateGroup } from './definition.ts';
import { inputDetails, outputDetails } from './history.ts';
import type { JsonDocument } from './json.ts';
import { runMap } from './map-state.ts';
import { runParallel } from './parallel-state.ts';
import { runChoice, runFail, runPass, runWait } from './simple-states.ts';
import { runTask } from './task-state.ts';
import { type Branch, type Completion, record, type Visit } from './visit.ts';

type Runner = (visit: never) => Promise<Completion>;

const runners: Readonly<Record<State['Type'], Runner>> = {
  Pass: runPass,
  Task: runTask,
  Choice: runChoice,
  Wait: runWait,
  Succeed: runPass,
  Fail: runFail,
  Map: runMap,
  Parallel: runParallel,
};

/** Runs the states of a group, one after the other, and returns the output of the last. */
export async function runGroup(branch: Branch, group: StateGroup, input: JsonDocument): Promise<JsonDocument> {
  let document = input;
  for (let name: string | null = group.StartAt; name !== null; ) {
    branch.execution.checkDeleted();
    branch.signal.throwIfAborted();
    const state: State | undefined = group.States[name];
    if (state === undefined) throw new Error(`the state '${name}' does not exist`);
    const completion: Completion = await runState(enter(branch, name, state, document));
    document = completion.output;
    name = completion.next;
  }
  return document;
}

function enter(branch: Branch, name: string, state: State, input: JsonDocument): Visit {
  const { engine, execution } = branch;
  branch.current = state.Type;
  record({ branch }, `${state.Type}StateEntered`, { name, ...inputDetails(input) }, 'StateEntered');
  execution.machine.coverage.take(name, 'state');
  engine.log.record('states', 'state-entered', { executionArn: execution.arn, state: name });
  const entry = branch.chain.last;
  return { branch, name, state, input, enteredAt: engine.clock.now(), entry, retryCount: 0, taskToken: null };
}

async function runState(visit: Visit): Promise<Completion> {
  const { branch, name, state } = visit;
  const completion = await runners[state.Type](visit as never);
  const assigned = Object.entries(completion.assigned).map(([key, value]) => [key, JSON.stringify(value)]);
  const variables = assigned.length > 0 && {
    assignedVariables: Object.fromEntries(assigned),
    assignedVariablesDetails: { truncated: false },
  };
  record(visit, `${state.Type}StateExited`, { name, ...outputDetails(completion.output), ...variables }, 'StateExited');
  branch.current = null;
  return completion;
}
