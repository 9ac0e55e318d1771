import { z } from 'zod';
import { ExecutionExists } from '../../../lib/domain/ports/adapter-errors.ts';
import type { InMemoryExecutions } from '../../in-memory/in-memory-executions.ts';
import { type JsonProtocol, ServiceError, startJsonWire } from './json-wire.ts';

export const stepFunctionsProtocol: JsonProtocol = { version: '1.0', target: 'AWSStepFunctions' };

const startInput = z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() });

/** Step Functions as the SDK speaks it, in front of executions in memory. Dates are epoch seconds. */
export function startStepFunctionsWire(executions: InMemoryExecutions) {
  const startDate = 1_767_571_200;
  return startJsonWire(stepFunctionsProtocol, {
    async StartExecution(request) {
      const { stateMachineArn, name, input } = startInput.parse(request);
      try {
        return { executionArn: executions.startWith(stateMachineArn, name, input), startDate };
      } catch (error) {
        if (!(error instanceof ExecutionExists)) throw error;
        throw new ServiceError('ExecutionAlreadyExists', error.message);
      }
    },
    async DescribeExecution(request) {
      const { executionArn } = z.object({ executionArn: z.string() }).parse(request);
      const status = await executions.readStatus(executionArn);
      if (status === 'MISSING') throw new ServiceError('ExecutionDoesNotExist', `no execution ${executionArn}`);
      return {
        executionArn,
        stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:x',
        startDate,
        status,
      };
    },
  });
}
