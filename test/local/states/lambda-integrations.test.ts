import { expect, test } from 'vitest';
import { AwsError } from '../../../lib/local/aws-error.ts';
import type { InvokeRequest } from '../../../lib/local/lambda/lambda-service.ts';
import { type InvokeFunction, lambdaIntegrations } from '../../../lib/local/states/lambda-integrations.ts';
import { execute, LAMBDA, machineOf, statesSetUp } from './states-set-up.ts';

const answers =
  (payload: string, functionError: string | null = null): InvokeFunction =>
  async () => ({
    status: 200,
    executedVersion: '7',
    payload,
    functionError,
  });

function invoke(invokeFunction: InvokeFunction, input: object = { FunctionName: 'f' }) {
  const definition = machineOf({ A: { Type: 'Task', Resource: LAMBDA, Arguments: input, End: true } });
  return execute(statesSetUp(lambdaIntegrations(invokeFunction)), definition);
}

test('the request carries function, qualifier, payload, type and caller', async () => {
  const requests: InvokeRequest[] = [];
  const { executionArn, output } = await invoke(
    async (request) => {
      requests.push(request);
      return { status: 202, executedVersion: '', payload: '', functionError: null };
    },
    { FunctionName: 'f', Qualifier: 'live', Payload: [1], InvocationType: 'Event' },
  );

  expect(requests).toEqual([
    { functionName: 'f', qualifier: 'live', payload: '[1]', type: 'Event', caller: { id: executionArn } },
  ]);
  expect(output).toEqual({ ExecutedVersion: '', Payload: '', StatusCode: 202 });
});

test('without a payload the function gets {}', async () => {
  const { output } = await invoke(async ({ payload }) => ({
    status: 200,
    executedVersion: '1',
    payload,
    functionError: null,
  }));

  expect(output).toEqual({ ExecutedVersion: '1', Payload: {}, StatusCode: 200 });
});

test('an error of the function has the name of its class, and its JSON as the cause', async () => {
  const payload = '{"errorType":"LedgerConflict","errorMessage":"too late","trace":[]}';

  expect(await invoke(answers(payload, 'Unhandled'))).toMatchObject({ error: 'LedgerConflict', cause: payload });
});

test.each(['{"errorMessage":"Task timed out after 3.00 seconds"}', '"gone"', 'gone', '{"errorType":""}'])(
  'an error without a class, %s, is unknown',
  async (payload) => {
    expect(await invoke(answers(payload, 'Unhandled'))).toMatchObject({ error: 'Lambda.Unknown', cause: payload });
  },
);

test.each([
  ['TooManyRequestsException', 429],
  ['ServiceException', 500],
  ['ResourceNotFoundException', 404],
])('a refusal of the service, %s, has its name', async (code, status) => {
  const refuse: InvokeFunction = async () => {
    throw new AwsError(code, 'no', status);
  };

  expect(await invoke(refuse)).toMatchObject({
    error: `Lambda.${code}`,
    cause: `no (Service: Lambda, Status Code: ${status}, Error Code: ${code})`,
  });
});

test.each([
  [{ FunctionName: 'f', LogType: 'Tail' }, "the argument 'LogType' is not simulated"],
  [{}, "the argument 'FunctionName' is missing"],
  [{ FunctionName: 'f', Qualifier: 1 }, "the argument 'Qualifier' should be a string"],
  [{ FunctionName: 'f', InvocationType: 'DryRun' }, 'the invocation type "DryRun" is not simulated'],
])('the arguments %j fail the execution', async (input, cause) => {
  expect(await invoke(answers('1'), input)).toMatchObject({ error: 'States.Runtime', cause });
});

test('a function as Resource has events of its own', async () => {
  const resource = 'arn:aws:lambda:eu-central-1:111122223333:function:f:live';
  const definition = machineOf({ A: { Type: 'Task', Resource: resource, TimeoutSeconds: 5, End: true } });
  const setUp = statesSetUp(lambdaIntegrations(answers('{"errorType":"Boom"}', 'Unhandled')));

  const { executionArn } = await execute(setUp, definition);

  const events = setUp.service.getExecutionHistory(executionArn).slice(2, 5);
  expect(events.map(({ type, details }) => [type, details])).toEqual([
    ['LambdaFunctionScheduled', { resource, input: '{}', inputDetails: { truncated: false }, timeoutInSeconds: 5 }],
    ['LambdaFunctionStarted', null],
    ['LambdaFunctionFailed', { error: 'Boom', cause: '{"errorType":"Boom"}' }],
  ]);
});
