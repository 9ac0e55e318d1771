import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidName,
  InvalidToken,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { stepFunctionsExecutions } from '../../../lib/aws/step-functions-executions.ts';
import { AwsError } from '../../../lib/local/aws-error.ts';
import { MACHINE as CONTRACT_MACHINE, executionsContract } from '../../contracts/executions-contract.ts';
import {
  boom,
  ended,
  LAMBDA,
  MACHINE,
  machineOf,
  ROLE,
  START,
  type StatesSetUp,
  scripted,
  start,
  statesSetUp,
} from './states-set-up.ts';

/** The SDK's own client, with the service behind it instead of a network. */
function clientOf(setUp: StatesSetUp, before: () => Promise<void> = async () => {}): SFNClient {
  return new SFNClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body: Uint8Array }) {
        await before();
        const { statusCode, body } = await answer(setUp, request);
        const headers = { 'content-type': 'application/x-amz-json-1.0' };
        return { response: { statusCode, headers, body: Buffer.from(JSON.stringify(body)) } };
      },
    },
  });
}

async function answer({ service }: StatesSetUp, request: { headers: Record<string, string>; body: Uint8Array }) {
  const [, operation = ''] = (request.headers['x-amz-target'] ?? '').split('AWSStepFunctions.');
  const input = JSON.parse(new TextDecoder().decode(request.body)) as Record<string, unknown>;
  try {
    return { statusCode: 200, body: await service.operations[operation]?.(input, { id: 'test' }) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { statusCode: error.status, body: { __type: error.code, message: error.message } };
  }
}

describe('over the wire', () => {
  test('an execution is started, described and listed with its dates', async () => {
    const setUp = statesSetUp();
    setUp.service.createStateMachine({
      arn: MACHINE,
      name: 'machine',
      definition: machineOf({
        W: { Type: 'Wait', Seconds: 1.0, Next: 'P' },
        P: { Type: 'Pass', Output: { b: 2 }, End: true },
      }),
      roleArn: ROLE,
    });
    const client = clientOf(setUp);
    const request = { stateMachineArn: MACHINE, name: 'a', input: '{"a":1}' };

    const { executionArn, startDate } = await client.send(new StartExecutionCommand(request));
    expect(startDate).toEqual(new Date(START));
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'RUNNING' });
    await ended(setUp, executionArn ?? '');

    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      executionArn,
      stateMachineArn: MACHINE,
      name: 'a',
      status: 'SUCCEEDED',
      startDate: new Date(START),
      stopDate: new Date(START + 1000),
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"b":2}',
      outputDetails: { included: true },
    });
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE }));
    expect(executions).toEqual([
      {
        executionArn,
        stateMachineArn: MACHINE,
        name: 'a',
        status: 'SUCCEEDED',
        startDate: new Date(START),
        stopDate: new Date(START + 1000),
      },
    ]);
  });

  test('a history comes page by page, forwards and backwards, with and without data', async () => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });
    const definition = machineOf({
      A: { Type: 'Task', Resource: LAMBDA, Arguments: { a: 1 }, TimeoutSeconds: 9, End: true },
    });
    const executionArn = start(setUp, definition);
    await ended(setUp, executionArn);
    const client = clientOf(setUp);
    const history = (more: object) => client.send(new GetExecutionHistoryCommand({ executionArn, ...more }));

    const { events = [] } = await history({});
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'TaskStateEntered'],
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskStarted'],
      [5, 4, 'TaskFailed'],
      [6, 5, 'ExecutionFailed'],
    ]);
    expect(events[0]?.timestamp).toEqual(new Date(START));
    expect(events[0]?.executionStartedEventDetails).toEqual({
      input: '{}',
      inputDetails: { truncated: false },
      roleArn: ROLE,
    });
    expect(events[1]?.stateEnteredEventDetails).toEqual({ name: 'A', input: '{}', inputDetails: { truncated: false } });
    expect(events[2]?.taskScheduledEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'eu-central-1',
      parameters: '{"a":1}',
      timeoutInSeconds: 9,
    });
    expect(events[4]?.taskFailedEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      error: 'Boom',
      cause: 'it broke',
    });
    expect(events[5]?.executionFailedEventDetails).toEqual({ error: 'Boom', cause: 'it broke' });

    const first = await history({ maxResults: 4, reverseOrder: true, includeExecutionData: false });
    const second = await history({ maxResults: 4, reverseOrder: true, nextToken: first.nextToken });
    expect([...(first.events ?? []), ...(second.events ?? [])].map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(second.nextToken).toBeUndefined();
    const bare = await history({ includeExecutionData: false });
    expect(bare.events?.[1]?.stateEnteredEventDetails).toEqual({ name: 'A' });
  });

  test('a state machine is described with its definition', async () => {
    const setUp = statesSetUp();
    const definition = machineOf({ A: { Type: 'Succeed' } });
    start(setUp, definition);

    const described = await clientOf(setUp).send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE }));

    expect(described).toMatchObject({
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: ROLE,
      creationDate: new Date(START),
    });
    expect(JSON.parse(described.definition ?? '')).toEqual(definition);
  });

  test('executions are listed by status, the newest first', async () => {
    const setUp = statesSetUp();
    const executionArn = start(setUp, machineOf({ W: { Type: 'Wait', Seconds: 60, End: true } }));
    const client = clientOf(setUp);
    await client.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name: 'second' }));
    const { stopDate } = await client.send(new StopExecutionCommand({ executionArn, error: 'E', cause: 'c' }));
    const names = async (more: object) => {
      const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE, ...more }));
      return executions?.map(({ name }) => name);
    };

    expect(stopDate).toEqual(new Date(START));
    expect(await names({})).toEqual(['second', 'execution']);
    expect(await names({ statusFilter: 'ABORTED' })).toEqual(['execution']);
    expect(await names({ maxResults: 1 })).toEqual(['second']);
  });

  test('task tokens are sent back', async () => {
    const task = scripted({});
    const setUp = statesSetUp({ [LAMBDA]: task.integration });
    const definition = machineOf({
      A: { Type: 'Task', Resource: `${LAMBDA}.waitForTaskToken`, HeartbeatSeconds: 10, End: true },
    });
    const executionArn = start(setUp, definition);
    const client = clientOf(setUp);
    await setUp.clock.runUntil(START + 9000);
    const taskToken = task.calls[0]?.context.taskToken;

    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await setUp.clock.runUntil(START + 18_000);
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '[1]' }));

    expect(await ended(setUp, executionArn)).toMatchObject({ output: [1] });
    await expect(client.send(new SendTaskFailureCommand({ taskToken }))).rejects.toThrow(TaskTimedOut);
    await expect(client.send(new SendTaskFailureCommand({ taskToken: 'x' }))).rejects.toThrow(InvalidToken);
  });

  test('refusals have the names that the SDK knows', async () => {
    const setUp = statesSetUp();
    const executionArn = start(setUp, machineOf({ A: { Type: 'Succeed' } }));
    const client = clientOf(setUp);
    const starting = (name: string) =>
      client.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name, input: '[]' }));

    await expect(starting('execution')).rejects.toThrow(ExecutionAlreadyExists);
    await expect(starting('a b')).rejects.toThrow(InvalidName);
    await expect(client.send(new StartExecutionCommand({ stateMachineArn: `${MACHINE}s` }))).rejects.toThrow(
      StateMachineDoesNotExist,
    );
    await expect(client.send(new DescribeExecutionCommand({ executionArn: `${executionArn}s` }))).rejects.toThrow(
      ExecutionDoesNotExist,
    );
  });

  test.each([
    ['StartExecution', {}, "the member 'stateMachineArn' is missing"],
    ['StartExecution', { stateMachineArn: 1 }, "the member 'stateMachineArn' should be a string"],
    ['StartExecution', { stateMachineArn: MACHINE, priority: 1 }, "the member 'priority' is not known here"],
    [
      'ListExecutions',
      { stateMachineArn: MACHINE, statusFilter: 'LOST' },
      "the member 'statusFilter' should be one of",
    ],
    [
      'ListExecutions',
      { stateMachineArn: MACHINE, maxResults: 1001 },
      "the member 'maxResults' should be a whole number",
    ],
    ['ListExecutions', { stateMachineArn: MACHINE, nextToken: 'x' }, "Invalid Token: 'x'"],
    ['GetExecutionHistory', { executionArn: 'x', reverseOrder: 'yes' }, 'Execution Does Not Exist'],
  ])('%s refuses %j', (operation, input, problem) => {
    const setUp = statesSetUp();
    start(setUp, machineOf({ A: { Type: 'Succeed' } }));

    expect(() => setUp.service.operations[operation]?.(input, { id: 'test' })).toThrow(problem);
  });
});

executionsContract('Step Functions, local', async () => {
  const tokens = new Map<string, string>();
  const setUp = statesSetUp({
    [LAMBDA]: async (_, { executionArn, taskToken = '' }) => {
      tokens.set(executionArn, taskToken);
    },
  });
  const task = { Type: 'Task', Resource: `${LAMBDA}.waitForTaskToken`, End: true };
  const definition = machineOf({ A: task }, { TimeoutSeconds: 3600 });
  setUp.service.createStateMachine({ arn: CONTRACT_MACHINE, name: 'retrain', definition, roleArn: ROLE });
  // an end takes effect before the next request, because the clock has to run for it
  const due: (() => Promise<void>)[] = [];
  const settle = async () => {
    await setUp.clock.runUntil(setUp.clock.now());
    for (const end of due.splice(0)) await end();
    await setUp.clock.runUntil(setUp.clock.now());
  };
  const token = (executionArn: string) => tokens.get(executionArn) ?? '';
  const endings: Readonly<Record<string, (executionArn: string) => unknown>> = {
    SUCCEEDED: (executionArn) => setUp.service.sendTaskSuccess(token(executionArn), '{}'),
    FAILED: (executionArn) => setUp.service.sendTaskFailure(token(executionArn)),
    ABORTED: (executionArn) => setUp.service.stopExecution({ executionArn }),
    TIMED_OUT: () => setUp.clock.runUntil(setUp.clock.now() + 3_600_000),
  };
  return {
    executions: stepFunctionsExecutions(clientOf(setUp, settle)),
    end(executionArn, status) {
      due.push(async () => {
        await endings[status]?.(executionArn);
      });
    },
  };
});
