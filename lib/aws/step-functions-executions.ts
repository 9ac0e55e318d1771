import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { canonicalJson } from '../domain/canonical-json.ts';
import { ExecutionExists } from '../domain/ports/adapter-errors.ts';
import { type Executions, executionNameSchema } from '../domain/ports/executions.ts';

export function stepFunctionsExecutions(client: SFNClient): Executions {
  return {
    async start(stateMachineArn, name, input) {
      // one text for one input: that is how Step Functions tells a repeated start from a clash
      const request = { stateMachineArn, name: executionNameSchema.parse(name), input: canonicalJson(input) };
      try {
        const { executionArn } = await client.send(new StartExecutionCommand(request));
        if (!executionArn) throw new Error(`the start of ${name} should return an execution's ARN, got nothing`);
        return executionArn;
      } catch (cause) {
        if (!(cause instanceof ExecutionAlreadyExists)) throw cause;
        throw new ExecutionExists(`an execution named ${name} has run already, or runs with another input`, { cause });
      }
    },

    async readStatus(executionArn) {
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        if (!status) throw new Error(`${executionArn} should have a status, got nothing`);
        return status;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return 'MISSING';
        throw error;
      }
    },
  };
}
