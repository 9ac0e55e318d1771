import type { Execution } from './execution.ts';
import { inputDetails } from './history.ts';
import { StateFailure, Stopped } from './state-failure.ts';
import { VariableScope } from './variable-scope.ts';
import type { Branch, Engine } from './visit.ts';

/** Lets an execution begin; its first state is a step of its own. */
export function beginExecution(engine: Engine, execution: Execution): void {
  const { machine, input } = execution;
  execution.record(0, 'ExecutionStarted', { ...inputDetails(input), roleArn: machine.roleArn });
  const seconds = machine.definition.TimeoutSeconds;
  if (seconds !== undefined) {
    execution.timer = engine.clock.schedule(1000 * seconds, `time-out of ${execution.arn}`, () =>
      execution.end({ status: 'TIMED_OUT', error: 'States.Timeout' }, 0),
    );
  }
  engine.clock.schedule(0, `start of ${execution.arn}`, () => {
    run(engine, execution).catch(engine.reportDefect);
  });
}

async function run(engine: Engine, execution: Execution): Promise<void> {
  const branch: Branch = {
    engine,
    execution,
    scope: new VariableScope(execution.variables),
    // the first state follows nothing, not even the start
    chain: { last: 0 },
    signal: execution.signal,
    mapItem: null,
    current: null,
  };
  try {
    const output = await engine.runGroup(branch, execution.machine.definition, execution.input);
    execution.end({ status: 'SUCCEEDED', output }, branch.chain.last);
  } catch (error) {
    if (error instanceof StateFailure) execution.fail(error, branch.chain.last);
    else if (!(error instanceof Stopped)) throw error;
  }
}
