import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lambdaHandler } from '../../lambdas/lambda-handler.ts';
import { InvalidInput } from '../../lib/domain/errors.ts';
import { stepNames } from '../../lib/domain/steps/environment.ts';
import { stepContracts } from '../../lib/domain/steps/step-contracts.ts';

const execution = { arn: 'arn:execution', name: 'nightly', startedAt: '2026-01-01T00:00:00Z' };
const input = { execution, request: {}, outcome: 'skipped', code: 'NothingNew', reason: 'no new outcomes' };
const output = { sequence: 7, code: 'NothingNew', reason: 'no new outcomes' };
const environment = { MODEL_NAME: 'bank', REGISTRY_TABLE_NAME: 'registry' };
const context = {} as never;

beforeEach(() => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
});

afterEach(() => vi.unstubAllEnvs());

test('a step is made on the first event, with its environment, and only once', async () => {
  const made: unknown[] = [];
  const seen: unknown[] = [];
  const handler = lambdaHandler('conclude', (given) => {
    made.push(given);
    return async (event) => {
      seen.push(event);
      return output;
    };
  });
  expect(made).toEqual([]);
  expect([await handler(input, context), await handler(input, context)]).toEqual([output, output]);
  expect(made).toEqual([environment]);
  expect(seen).toEqual([input, input]);
});

test('a missing variable stops the step before it does any work', async () => {
  vi.stubEnv('REGISTRY_TABLE_NAME', '');
  const handler = lambdaHandler('conclude', () => async () => output);
  await expect(handler(input, context)).rejects.toThrow("set REGISTRY_TABLE_NAME for the step 'conclude'");
});

describe('a door', () => {
  test('lets nothing in that the contract does not know, and names every wrong field', async () => {
    const handler = lambdaHandler('conclude', () => async () => output);
    await expect(handler({ ...input, outcome: 'well', code: '' }, context)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(/the input of the step 'conclude'[\s\S]*'outcome'[\s\S]*'code'/),
    });
  });

  test('lets nothing out that the contract does not know', async () => {
    const handler = lambdaHandler('conclude', () => async () => ({ ...output, sequence: 0 }));
    await expect(handler(input, context)).rejects.toMatchObject({
      name: 'InvalidOutput',
      message: expect.stringContaining("the output of the step 'conclude': 'sequence' should be above 0, got 0"),
    });
  });

  test('stands before every step', () => {
    expect(Object.keys(stepContracts).sort()).toEqual([...stepNames].sort());
  });
});

test('a failure keeps its name, which the state machine catches', async () => {
  const handler = lambdaHandler('conclude', () => async () => {
    throw new InvalidInput('the snapshot', []);
  });
  await expect(handler(input, context)).rejects.toMatchObject({ name: 'InvalidInput' });
});
