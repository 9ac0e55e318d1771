import { EventLog } from '../../../lib/local/event-log.ts';
import { type Fault, FaultPlan } from '../../../lib/local/fault-plan.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import type { Integration, IntegrationContext, Integrations } from '../../../lib/local/states/integration.ts';
import type { Json } from '../../../lib/local/states/json.ts';
import { StateFailure } from '../../../lib/local/states/state-failure.ts';
import type { StatesService } from '../../../lib/local/states/states-api.ts';
import { createStatesService } from '../../../lib/local/states/states-service.ts';
import type { ExecutionDescription } from '../../../lib/local/states/status-change.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';

export const START = Date.UTC(2026, 0, 1);
export const MACHINE = 'arn:aws:states:eu-central-1:111122223333:stateMachine:machine';
export const ROLE = 'arn:aws:iam::111122223333:role/machine';
export const LAMBDA = 'arn:aws:states:::lambda:invoke';

export interface StatesSetUp {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly faults: FaultPlan;
  readonly service: StatesService;
  readonly changes: ExecutionDescription[];
  /** Milliseconds since the set-up began. */
  elapsed(): number;
}

export function statesSetUp(
  integrations: Integrations = {},
  { seed = 'seed', faults = [] as Fault[] } = {},
): StatesSetUp {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const plan = new FaultPlan(faults);
  const changes: ExecutionDescription[] = [];
  const service = createStatesService({
    clock,
    random: seededRandom(seed),
    log,
    faults: plan,
    integrations,
    onStatusChange: (change) => changes.push(change),
  });
  return { clock, log, faults: plan, service, changes, elapsed: () => clock.now() - START };
}

/** A definition of states that starts with the first. */
export function machineOf(states: Readonly<Record<string, object>>, more: object = {}): object {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
}

/** Creates the machine and starts an execution. */
export function start(setUp: StatesSetUp, definition: object, input: Json = {}, name = 'execution'): string {
  setUp.service.createStateMachine({ arn: MACHINE, name: 'machine', definition, roleArn: ROLE });
  return setUp.service.startExecution({ stateMachineArn: MACHINE, name, input: JSON.stringify(input) }).executionArn;
}

export interface Ended extends Omit<ExecutionDescription, 'output'> {
  readonly output: Json;
}

/** Runs the clock until the execution has ended. */
export async function ended(setUp: StatesSetUp, executionArn: string, limit = 400 * 86_400_000): Promise<Ended> {
  const describe = () => setUp.service.describeExecution(executionArn);
  await setUp.clock.runUntilDone(() => describe().status !== 'RUNNING', limit);
  const { output, ...known } = describe();
  return { ...known, output: output === undefined ? null : (JSON.parse(output) as Json) };
}

/** Creates, starts and runs to the end. */
export function execute(setUp: StatesSetUp, definition: object, input: Json = {}): Promise<Ended> {
  return ended(setUp, start(setUp, definition, input));
}

export interface ScriptedTask {
  readonly integration: Integration;
  readonly calls: { readonly input: Json; readonly context: IntegrationContext }[];
}

/** Answers each call with the next entry, and then with the last again. Failures and functions are entries as well. */
export function scripted(...answers: (Json | StateFailure | Integration)[]): ScriptedTask {
  const calls: ScriptedTask['calls'] = [];
  return {
    calls,
    integration: async (input, context) => {
      const answer = answers[Math.min(calls.length, answers.length - 1)];
      calls.push({ input, context });
      if (answer instanceof StateFailure) throw answer;
      return typeof answer === 'function' ? answer(input, context) : answer;
    },
  };
}

export function boom(error = 'Boom', reason = 'it broke'): StateFailure {
  return new StateFailure(error, reason);
}
