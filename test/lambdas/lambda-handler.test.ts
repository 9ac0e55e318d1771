import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lambdaHandler } from '../../lambdas/lambda-handler.ts';
import { stepDoor } from '../../lambdas/step-door.ts';
import { InvalidInput } from '../../lib/domain/errors.ts';
import { drillInputSchema } from '../../lib/domain/steps/drill.ts';

const execution = { arn: 'arn:execution', name: 'nightly', startedAt: '2026-01-01T00:00:00Z' };
const environment = { MODEL_NAME: 'bank', REGISTRY_TABLE_NAME: 'registry' };
const context = {} as never;

beforeEach(() => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterEach(() => vi.unstubAllEnvs());

test('a step is made on the first event, with its environment, and only once', async () => {
  const made: unknown[] = [];
  const handler = lambdaHandler('conclude', (given) => {
    made.push(given);
    return async (event) => event;
  });
  expect(made).toEqual([]);
  expect([await handler('one', context), await handler('two', context)]).toEqual(['one', 'two']);
  expect(made).toEqual([environment]);
});

test('a missing variable stops the step before it does any work', async () => {
  vi.stubEnv('REGISTRY_TABLE_NAME', '');
  const handler = lambdaHandler('conclude', () => async () => 'done');
  await expect(handler({}, context)).rejects.toThrow("set REGISTRY_TABLE_NAME for the step 'conclude'");
});

test('a failure keeps its name, which the state machine catches', async () => {
  const handler = lambdaHandler('conclude', () => async () => {
    throw new InvalidInput('the input', []);
  });
  await expect(handler({}, context)).rejects.toMatchObject({ name: 'InvalidInput' });
});

test('a step that is not carried out yet checks its input first, and never succeeds', async () => {
  const drill = stepDoor('drill', drillInputSchema);
  await expect(drill({})).rejects.toMatchObject({
    name: 'InvalidInput',
    message: expect.stringContaining("'execution'"),
  });
  await expect(drill({ execution })).rejects.toMatchObject({ name: 'StepUnavailable' });
});
