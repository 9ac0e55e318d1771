import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { onTestFinished } from 'vitest';
import { lambdaInMemory } from './lambda-set-up.ts';
import { clientConfig } from './wire/client-config.ts';
import { ServiceError, startJsonWire } from './wire/json-wire.ts';
import { startLambdaWire } from './wire/lambda-wire.ts';
import { stepFunctionsProtocol } from './wire/step-functions-wire.ts';

export const MACHINES = 'arn:aws:states:eu-west-1:123456789012:stateMachine';
const MACHINES_PER_PAGE = 2;

/** State machines by their names, each with the functions that it calls, and what those have in their environment. */
export async function accountWith(
  machines: Readonly<Record<string, readonly string[]>>,
  environments: Readonly<Record<string, Readonly<Record<string, string>>>>,
) {
  const { lambda, versions, alias } = await lambdaInMemory();
  for (const [name, environment] of Object.entries(environments)) lambda.deploy(name, { environment });
  const names = Object.keys(machines);
  const described: string[] = [];
  const wire = await startJsonWire(stepFunctionsProtocol, {
    async ListStateMachines({ nextToken = '0' }) {
      const [start, end] = [Number(nextToken), Number(nextToken) + MACHINES_PER_PAGE];
      const stateMachines = names.slice(start, end).map((name) => ({ name, stateMachineArn: `${MACHINES}:${name}` }));
      return { stateMachines, ...(end < names.length && { nextToken: String(end) }) };
    },
    async DescribeStateMachine({ stateMachineArn }) {
      const name = String(stateMachineArn).slice(MACHINES.length + 1);
      const calls = machines[name];
      if (calls === undefined) throw new ServiceError('StateMachineDoesNotExist', name);
      described.push(name);
      return { stateMachineArn, name, definition: definitionOf(calls), type: 'STANDARD' };
    },
  });
  const lambdaWire = await startLambdaWire(versions, alias);
  onTestFinished(() => wire.close());
  onTestFinished(() => lambdaWire.close());
  const clients = {
    stepFunctions: new SFNClient(clientConfig(wire.endpoint)),
    lambda: new LambdaClient(clientConfig(lambdaWire.endpoint)),
  };
  return { described, clients };
}

function definitionOf(functions: readonly string[]): string {
  const states = functions.map((name) => {
    const FunctionName = `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
    return [name, { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName } }];
  });
  return JSON.stringify({ StartAt: functions[0], States: Object.fromEntries(states) });
}

/** Environments of a model's functions: no single one has everything. */
export function modelEnvironments(name: string) {
  const registry = { MODEL_NAME: name, REGISTRY_TABLE_NAME: 'registry' };
  return {
    [`${name}-assess`]: registry,
    [`${name}-register`]: { ...registry, ARTIFACT_BUCKET_NAME: 'artifacts', SIGNING_KEY_ID: 'key' },
    [`${name}-publish`]: { ...registry, PREDICT_FUNCTION_NAME: `${name}-predict` },
  };
}

export const functionsOf = (name: string) => Object.keys(modelEnvironments(name));
