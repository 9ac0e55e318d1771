import { AwsError } from '../aws-error.ts';
import type { Execution, ExecutionStatus } from './execution.ts';
import { NAME_REUSE_MILLISECONDS } from './limits.ts';

/** Executions by their ARN, as long as the service remembers them. */
export class Executions {
  private readonly executions = new Map<string, Execution>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  add(execution: Execution): void {
    this.executions.delete(execution.arn);
    this.executions.set(execution.arn, execution);
    for (const [arn, oldest] of this.executions) {
      if (!this.isForgotten(oldest)) break;
      this.executions.delete(arn);
    }
  }

  get(arn: string): Execution | undefined {
    const execution = this.executions.get(arn);
    return execution === undefined || this.isForgotten(execution) ? undefined : execution;
  }

  find(arn: string): Execution {
    const execution = this.get(arn);
    if (execution === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /** Executions of one state machine, the newest first. */
  list(stateMachineArn: string, status?: ExecutionStatus): Execution[] {
    return [...this.executions.values()]
      .filter((execution) => execution.machine.arn === stateMachineArn && !this.isForgotten(execution))
      .filter((execution) => status === undefined || execution.status === status)
      .reverse();
  }

  private isForgotten({ stopDate }: Execution): boolean {
    return stopDate !== null && this.now() - stopDate > NAME_REUSE_MILLISECONDS;
  }
}

/** Checks a name of an execution as the service does. */
export function checkExecutionName(name: string): void {
  const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;
  if (name.length === 0 || name.length > 80 || forbidden.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
}

export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
