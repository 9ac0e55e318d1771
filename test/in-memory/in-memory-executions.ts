import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import { ExecutionExists } from '../../lib/domain/ports/adapter-errors.ts';
import { type ExecutionStatus, type Executions, executionNameSchema } from '../../lib/domain/ports/executions.ts';

interface Execution {
  readonly input: string;
  status: ExecutionStatus;
}

export interface InMemoryExecutions extends Executions {
  /** Started executions by their ARN. */
  readonly started: Map<string, Execution>;
  /** Starts one with an input as it is sent; the same input in another wording is another input. */
  startWith(stateMachineArn: string, name: string, input: string): string;
}

export function inMemoryExecutions(): InMemoryExecutions {
  const started = new Map<string, Execution>();
  const startWith = (stateMachineArn: string, name: string, input: string) => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const earlier = started.get(executionArn);
    if (earlier !== undefined && (earlier.status !== 'RUNNING' || earlier.input !== input)) {
      throw new ExecutionExists(`an execution named ${name} exists already`);
    }
    if (earlier === undefined) started.set(executionArn, { input, status: 'RUNNING' });
    return executionArn;
  };
  return {
    started,
    startWith,
    start: async (stateMachineArn, name, input) =>
      startWith(stateMachineArn, executionNameSchema.parse(name), canonicalJson(input)),
    readStatus: async (executionArn) => started.get(executionArn)?.status ?? 'MISSING',
  };
}
