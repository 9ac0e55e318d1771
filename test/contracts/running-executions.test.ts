import { SFNClient } from '@aws-sdk/client-sfn';
import { expect, onTestFinished, test } from 'vitest';
import { runningExecutions } from '../../lib/aws/running-executions.ts';
import { clientConfig } from './wire/client-config.ts';
import { startJsonWire } from './wire/json-wire.ts';
import { stepFunctionsProtocol } from './wire/step-functions-wire.ts';

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ratchet-churn-retrain';
const START = 1_767_571_200;

/** A page for each list of names. */
async function setUp(...pages: string[][]) {
  const asked: Readonly<Record<string, unknown>>[] = [];
  const wire = await startJsonWire(stepFunctionsProtocol, {
    async ListExecutions(request) {
      asked.push(request);
      const page = Number(request.nextToken ?? 0);
      const executions = (pages[page] ?? []).map((name) => ({ executionArn: `${MACHINE}:${name}`, startDate: START }));
      return { executions, ...(page + 1 < pages.length && { nextToken: String(page + 1) }) };
    },
  });
  onTestFinished(() => wire.close());
  return { asked, list: () => runningExecutions(new SFNClient(clientConfig(wire.endpoint)), MACHINE) };
}

test('those that run are listed with their starts, from all pages', async () => {
  const { asked, list } = await setUp(['c', 'b'], ['a']);

  expect(await list()).toEqual(
    ['c', 'b', 'a'].map((name) => ({ arn: `${MACHINE}:${name}`, startedAt: '2026-01-05T00:00:00.000Z' })),
  );
  expect(asked[0]).toMatchObject({ stateMachineArn: MACHINE, statusFilter: 'RUNNING' });
});

test('there may be none', async () => {
  expect(await (await setUp([])).list()).toEqual([]);
});
