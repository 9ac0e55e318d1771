import { expect, test } from 'vitest';
import type { Fault } from '../../../lib/local/fault-plan.ts';
import { execute, LAMBDA, machineOf, scripted, statesSetUp } from './states-set-up.ts';

const DYNAMODB = 'arn:aws:states:::dynamodb:putItem';

async function faulty(resource: string, fault: Omit<Fault, 'point'>, more: object = {}) {
  const task = scripted(1, 2, 3);
  const faults = [{ point: `states:${resource}`, ...fault }];
  const setUp = statesSetUp({ [resource]: task.integration }, { faults });
  const definition = machineOf({ A: { Type: 'Task', Resource: resource, End: true, ...more } });
  const { error, output } = await execute(setUp, definition);
  return { error, output, calls: task.calls.length, elapsed: setUp.elapsed() };
}

test.each([
  ['throttle', LAMBDA, { error: 'Lambda.TooManyRequestsException', calls: 0, elapsed: 0 }],
  ['throttle', DYNAMODB, { error: 'DynamoDB.ThrottlingException', calls: 0, elapsed: 0 }],
  ['fail-before', LAMBDA, { error: 'Lambda.ServiceException', calls: 0, elapsed: 0 }],
  ['fail-before', DYNAMODB, { error: 'DynamoDB.InternalServerException', calls: 0, elapsed: 0 }],
  ['fail-after', LAMBDA, { error: 'Lambda.ServiceException', calls: 1, elapsed: 0 }],
  ['time-out', LAMBDA, { error: 'Lambda.SdkClientException', calls: 1, elapsed: 1000 }],
  ['crash', LAMBDA, { error: 'Lambda.Unknown', calls: 1, elapsed: 0 }],
  ['delay', LAMBDA, { error: undefined, output: 1, calls: 1, elapsed: 1000 }],
  ['duplicate', LAMBDA, { error: undefined, output: 2, calls: 2, elapsed: 0 }],
] as const)('%s at %s', async (kind, resource, expected) => {
  expect(await faulty(resource, { kind })).toMatchObject(expected);
});

test('a delay is as long as the plan says', async () => {
  expect((await faulty(LAMBDA, { kind: 'delay', milliseconds: 7000 })).elapsed).toBe(7000);
});

test('a delay beyond the time-out of the task is one', async () => {
  const outcome = await faulty(LAMBDA, { kind: 'delay', milliseconds: 7000 }, { TimeoutSeconds: 2 });

  expect(outcome).toMatchObject({ error: 'States.Timeout', elapsed: 2000 });
});

test('faults count per resource, and retries get past them', async () => {
  const retry = { Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 2, BackoffRate: 1 }] };

  expect(await faulty(LAMBDA, { kind: 'throttle', times: 2 }, retry)).toMatchObject({
    output: 1,
    calls: 1,
    elapsed: 2000,
  });
  expect(await faulty(LAMBDA, { kind: 'throttle', times: 3 }, retry)).toMatchObject({ calls: 0 });
});
