import type { Execution } from './execution.ts';
import type { Integration, Integrations } from './integration.ts';
import { isObject, type Json } from './json.ts';
import { StateFailure } from './state-failure.ts';
import { describe } from './status-change.ts';

/** What nested executions need of the service. */
export interface ExecutionStarter {
  start(stateMachineArn: string, name: string | undefined, input: string): Execution;
  stop(execution: Execution): void;
}

const KNOWN = new Set(['StateMachineArn', 'Name', 'Input']);

/** `states:startExecution`, which only starts, and `.sync:2`, which waits and answers the output as JSON. */
export function nestedExecutions(starter: ExecutionStarter): Integrations {
  return {
    'arn:aws:states:::states:startExecution': async (input) => {
      const child = start(starter, input);
      return { ExecutionArn: child.arn, StartDate: child.startDate };
    },
    'arn:aws:states:::states:startExecution.sync:2': waitForChild(starter),
  };
}

function waitForChild(starter: ExecutionStarter): Integration {
  return async (input, { signal }) => {
    const child = start(starter, input);
    // an execution that is stopped takes its child with it
    const stop = () => starter.stop(child);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    await child.ended;
    signal.removeEventListener('abort', stop);
    if (child.status === 'SUCCEEDED') return childResult(child, parsed);
    throw new StateFailure('States.TaskFailed', JSON.stringify(childResult(child, String)));
  };
}

function start(starter: ExecutionStarter, input: Json): Execution {
  if (!isObject(input)) throw new StateFailure('States.Runtime', 'the arguments should be an object');
  const { StateMachineArn: arn, Name: name, Input: given = {} } = input;
  const unknown = Object.keys(input).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new StateFailure('States.Runtime', `the argument '${unknown}' is not simulated`);
  if (typeof arn !== 'string' || (name !== undefined && typeof name !== 'string')) {
    throw new StateFailure('States.Runtime', "the arguments 'StateMachineArn' and 'Name' should be strings");
  }
  return starter.start(arn, name, JSON.stringify(given));
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}

function childResult(child: Execution, show: (text: string) => unknown): Record<string, unknown> {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, input, output, error, cause } =
    describe(child);
  return {
    ...(cause !== undefined && { Cause: cause }),
    ...(error !== undefined && { Error: error }),
    ExecutionArn: executionArn,
    Input: show(input),
    InputDetails: { Included: true },
    Name: name,
    ...(output !== undefined && { Output: show(output), OutputDetails: { Included: true } }),
    StartDate: startDate,
    StateMachineArn: stateMachineArn,
    Status: status,
    StopDate: stopDate,
  };
}
