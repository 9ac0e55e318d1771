import { SFNClient } from '@aws-sdk/client-sfn';
import { expect, onTestFinished, test } from 'vitest';
import { stepFunctionsExecutions } from '../../lib/aws/step-functions-executions.ts';
import { type InMemoryExecutions, inMemoryExecutions } from '../in-memory/in-memory-executions.ts';
import { type ExecutionsSetUp, executionsContract, MACHINE } from './executions-contract.ts';
import { clientConfig } from './wire/client-config.ts';
import { errorAnswer, ServiceError } from './wire/json-wire.ts';
import { startStepFunctionsWire, stepFunctionsProtocol } from './wire/step-functions-wire.ts';
import { LOST } from './wire/wire.ts';

function endOf({ started }: InMemoryExecutions): ExecutionsSetUp['end'] {
  return (executionArn, status) => {
    const execution = started.get(executionArn);
    if (execution) execution.status = status;
  };
}

async function stepFunctions() {
  const started = inMemoryExecutions();
  const wire = await startStepFunctionsWire(started);
  onTestFinished(() => wire.close());
  const executions = stepFunctionsExecutions(new SFNClient(clientConfig(wire.endpoint)));
  return { executions, end: endOf(started), wire, started };
}

executionsContract('executions in memory', async () => {
  const executions = inMemoryExecutions();
  return { executions, end: endOf(executions) };
});
executionsContract('executions of Step Functions', stepFunctions);

test('a start whose answer was lost is the same execution on the second attempt', async () => {
  const { executions, wire, started } = await stepFunctions();
  wire.interrupt((request, next) => next(request).then(() => LOST));

  const executionArn = await executions.start(MACHINE, 'code-1', { mode: 'code' });

  expect([...started.started.keys()]).toEqual([executionArn]);
});

test('a throttled start is tried again', async () => {
  const { executions, wire, started } = await stepFunctions();
  const throttled = errorAnswer(stepFunctionsProtocol, new ServiceError('ThrottlingException', 'Rate exceeded'));
  wire.interrupt(() => Promise.resolve(throttled), 2);

  await executions.start(MACHINE, 'code-1', {});

  expect(started.started.size).toBe(1);
});

test('a failure without a meaning of its own keeps its name', async () => {
  const { executions, wire } = await stepFunctions();
  const missing = errorAnswer(stepFunctionsProtocol, new ServiceError('StateMachineDoesNotExist', 'no machine'));
  wire.interrupt(() => Promise.resolve(missing));

  await expect(executions.start(MACHINE, 'code-1', {})).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
});
