import { expect, test } from 'vitest';
import { AwsError, type Operations } from '../../../lib/local/aws-error.ts';
import type { Json } from '../../../lib/local/states/json.ts';
import { type InvokeFunction, lambdaIntegrations } from '../../../lib/local/states/lambda-integrations.ts';
import { optimizedIntegrations, sdkIntegrations } from '../../../lib/local/states/service-integrations.ts';
import { execute, LAMBDA, MACHINE, machineOf, ROLE, START, statesSetUp } from './states-set-up.ts';

/** The conformance list in JSONata form, P11 to P21. */

const echo: InvokeFunction = async ({ payload }) => ({
  status: 200,
  executedVersion: '$LATEST',
  payload,
  functionError: null,
});
const task = (resource: string, input: unknown, output: unknown, more: object = {}) =>
  machineOf({
    A: { Type: 'Task', Resource: resource, Arguments: input, Output: output, End: true, ...more },
  });

test('P11: lambda:invoke answers the payload as JSON', async () => {
  const input = { FunctionName: 'echo', Payload: { a: 1 } };
  const definition = task(LAMBDA, input, { p: '{% $states.result.Payload %}' });

  expect((await execute(statesSetUp(lambdaIntegrations(echo)), definition)).output).toEqual({ p: { a: 1 } });
});

test('P12: a function as Resource gets the input and answers the bare payload', async () => {
  const resource = 'arn:aws:lambda:eu-central-1:111122223333:function:echo';
  const definition = machineOf({ A: { Type: 'Task', Resource: resource, End: true } });

  expect((await execute(statesSetUp(lambdaIntegrations(echo)), definition, { a: 1 })).output).toEqual({ a: 1 });
});

test('P13: aws-sdk:lambda:updateAlias takes the weights', async () => {
  const lambda = { UpdateAlias: (input) => ({ Name: input.Name, RoutingConfig: input.RoutingConfig }) } as Operations;
  const weights = { AdditionalVersionWeights: { '2': 0.1 } };
  const definition = task(
    'arn:aws:states:::aws-sdk:lambda:updateAlias',
    { FunctionName: 'f', Name: 'live', FunctionVersion: '1', RoutingConfig: weights },
    { n: '{% $states.result.Name %}', w: '{% $states.result.RoutingConfig.AdditionalVersionWeights %}' },
  );

  const { output } = await execute(statesSetUp(sdkIntegrations({ lambda: { operations: lambda } })), definition);

  expect(output).toEqual({ n: 'live', w: { '2': 0.1 } });
});

test('P14: dynamodb:updateItem answers the new attributes', async () => {
  const dynamodb = {
    UpdateItem: ({ ReturnValues }) => ({ Attributes: ReturnValues === 'ALL_NEW' ? { n: { N: '1' } } : {} }),
  } as Operations;
  const definition = task(
    'arn:aws:states:::dynamodb:updateItem',
    { TableName: 't', Key: { pk: { S: 'a' } }, ReturnValues: 'ALL_NEW' },
    { a: '{% $states.result.Attributes.n.N %}' },
  );

  const { output } = await execute(statesSetUp(optimizedIntegrations({ dynamodb })), definition);

  expect(output).toEqual({ a: '1' });
});

test('P15: aws-sdk:dynamodb:getItem answers the item', async () => {
  const operations = { GetItem: () => ({ Item: { n: { N: '7' } } }) } as Operations;
  const definition = task(
    'arn:aws:states:::aws-sdk:dynamodb:getItem',
    { TableName: 't', Key: { pk: { S: 'a' } } },
    { a: '{% $states.result.Item.n.N %}' },
  );

  expect((await execute(statesSetUp(sdkIntegrations({ dynamodb: { operations } })), definition)).output).toEqual({
    a: '7',
  });
});

test('P15b: a condition that fails has the name of its integration', async () => {
  const refuse = () => {
    throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
  };
  const handlers = (name: string) => ({
    Catch: [{ ErrorEquals: [name], Output: '{% $states.errorOutput.Error %}', Next: 'B' }],
  });
  const run = async (resource: string, name: string) => {
    const operations: Operations = { PutItem: refuse };
    const integrations = {
      ...optimizedIntegrations({ dynamodb: operations }),
      ...sdkIntegrations({ dynamodb: { operations } }),
    };
    const states = { A: { Type: 'Task', Resource: resource, End: true, ...handlers(name) }, B: { Type: 'Succeed' } };
    return (await execute(statesSetUp(integrations), machineOf(states))).output;
  };

  expect(await run('arn:aws:states:::dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException')).toBe(
    'DynamoDB.ConditionalCheckFailedException',
  );
  expect(await run('arn:aws:states:::aws-sdk:dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException')).toBe(
    'DynamoDb.ConditionalCheckFailedException',
  );
});

test('P16: sns:publish, its result discarded', async () => {
  const published: unknown[] = [];
  const sns = { Publish: (input) => ({ MessageId: String(published.push(input)) }) } as Operations;
  const definition = task('arn:aws:states:::sns:publish', { TopicArn: 't', Message: { a: 1 } }, '{% $states.input %}');

  expect((await execute(statesSetUp(optimizedIntegrations({ sns })), definition)).output).toEqual({});
  expect(published).toEqual([{ TopicArn: 't', Message: '{"a":1}' }]);
});

test('P17: events:putEvents takes an entry, with its detail as text', async () => {
  const put: unknown[] = [];
  const events = {
    PutEvents: (input) => {
      put.push(input.Entries);
      return { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
    },
  } as Operations;
  const entry = { Source: 's', DetailType: 't', Detail: { a: 1 } };
  const definition = task(
    'arn:aws:states:::events:putEvents',
    { Entries: [entry] },
    { f: '{% $states.result.FailedEntryCount %}' },
  );

  expect((await execute(statesSetUp(optimizedIntegrations({ events })), definition)).output).toEqual({ f: 0 });
  expect(put).toEqual([[{ ...entry, Detail: '{"a":1}' }]]);
});

test('P18: states:startExecution.sync:2 waits for the child and answers its output as JSON', async () => {
  const setUp = statesSetUp();
  const child = MACHINE.replace(/machine$/, 'child');
  const wait = { Type: 'Wait', Seconds: 60, End: true };
  setUp.service.createStateMachine({ arn: child, name: 'child', definition: machineOf({ W: wait }), roleArn: ROLE });
  const definition = task(
    'arn:aws:states:::states:startExecution.sync:2',
    { StateMachineArn: child, Input: { q: 1 } },
    { o: '{% $states.result.Output %}' },
  );

  expect((await execute(setUp, definition)).output).toEqual({ o: { q: 1 } });
  expect(setUp.elapsed()).toBe(60_000);
});

test('P19: what the intrinsic functions did, JSONata does', async () => {
  const definition = machineOf({
    A: {
      Type: 'Pass',
      Output: {
        f: "{% 'x-' & $string($states.input.n) %}",
        m: '{% $states.input.n + 0 %}',
        u: '{% $distinct([1, 2, 1]) %}',
        h: "{% $hash('a', 'SHA-256') %}",
      },
      End: true,
    },
  });

  expect((await execute(statesSetUp(), definition, { n: 3 })).output).toEqual({
    f: 'x-3',
    m: 3,
    u: [1, 2],
    h: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
  });
});

test('P20: a variable set in one state is read in the next', async () => {
  const definition = machineOf({
    A: { Type: 'Pass', Assign: { x: 3 }, Next: 'B' },
    B: { Type: 'Pass', Output: { y: '{% $x %}' }, End: true },
  });

  expect((await execute(statesSetUp(), definition)).output).toEqual({ y: 3 });
});

test('P21: the context says where an execution stands', async () => {
  const definition = machineOf({
    A: {
      Type: 'Pass',
      Assign: { context: '{% $states.context %}' },
      Output: {
        s: '{% $states.context.State.Name %}',
        i: '{% $states.context.Execution.Input %}',
        t: '{% $count([$states.context.Execution.StartTime, $states.context.Execution.Id, $states.context.StateMachine.Id]) %}',
      },
      Next: 'B',
    },
    B: { Type: 'Pass', Output: ['{% $states.input %}', '{% $context %}'], End: true },
  });

  const { output, executionArn } = await execute(statesSetUp(), definition);

  const [first, context] = output as [Json, Json];
  expect(first).toEqual({ s: 'A', i: {}, t: 3 });
  const time = new Date(START).toISOString();
  expect(context).toEqual({
    Execution: { Id: executionArn, Input: {}, Name: 'execution', RoleArn: ROLE, StartTime: time },
    State: { Name: 'A', EnteredTime: time, RetryCount: 0 },
    StateMachine: { Id: MACHINE, Name: 'machine' },
  });
});
