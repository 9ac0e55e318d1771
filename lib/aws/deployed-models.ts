import { DescribeStateMachineCommand, paginateListStateMachines, type SFNClient } from '@aws-sdk/client-sfn';
import { FunctionMissing } from '../domain/ports/adapter-errors.ts';
import type { FunctionVersions } from '../domain/ports/function-versions.ts';
import { lambdaFunctionVersions } from './lambda-function-versions.ts';
import type { OperatorClients } from './operator-clients.ts';

/** A model as it is deployed: where everything of it is. */
export interface DeployedModel {
  readonly modelName: string;
  readonly platformName: string;
  readonly retrainMachineArn: string;
  readonly rollbackMachineArn: string;
  readonly registryTableName: string;
  readonly artifactBucketName: string;
  readonly signingKeyId: string;
  readonly predictFunctionName: string;
}

/** The two state machines of something that may be a model. */
interface MachinePair {
  /** `<platform>-<model>` */
  readonly prefix: string;
  readonly retrainArn: string;
  readonly rollbackArn: string;
}

const neededVariables = [
  'MODEL_NAME',
  'REGISTRY_TABLE_NAME',
  'ARTIFACT_BUCKET_NAME',
  'SIGNING_KEY_ID',
  'PREDICT_FUNCTION_NAME',
] as const;

type NeededVariable = (typeof neededVariables)[number];

const FUNCTION_ARN = /arn:[\w-]+:lambda:[\w-]+:\d{12}:function:([\w-]+)/g;

/**
 * Models of an account and region, found by the names of their state machines and the environment of the functions that
 * those call, so that no name of a stack is needed. With a model name, only those of that name.
 */
export async function findDeployedModels(
  clients: Pick<OperatorClients, 'lambda' | 'stepFunctions'>,
  modelName?: string,
): Promise<DeployedModel[]> {
  const pairs = await machinePairs(clients.stepFunctions);
  const asked = pairs.filter(({ prefix }) => modelName === undefined || prefix.endsWith(`-${modelName}`));
  const models: DeployedModel[] = [];
  for (const pair of asked) models.push(...(await describedModel(clients, pair)));
  return models.filter((model) => modelName === undefined || model.modelName === modelName);
}

async function machinePairs(client: SFNClient): Promise<MachinePair[]> {
  const arns = new Map<string, string>();
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { name = '', stateMachineArn = '' } of stateMachines) arns.set(name, stateMachineArn);
  }
  return [...arns].flatMap(([name, retrainArn]) => {
    const prefix = /^(.+)-retrain$/.exec(name)?.[1];
    const rollbackArn = arns.get(`${prefix}-rollback`);
    return prefix === undefined || rollbackArn === undefined ? [] : [{ prefix, retrainArn, rollbackArn }];
  });
}

/** None for machines that are no model's. */
async function describedModel(
  { lambda, stepFunctions }: Pick<OperatorClients, 'lambda' | 'stepFunctions'>,
  { prefix, retrainArn, rollbackArn }: MachinePair,
): Promise<DeployedModel[]> {
  const found = await stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn: retrainArn }));
  const variables = await neededEnvironment(lambda, calledFunctions(found.definition ?? ''));
  if (variables === null || !prefix.endsWith(`-${variables.MODEL_NAME}`)) return [];
  return [
    {
      modelName: variables.MODEL_NAME,
      platformName: prefix.slice(0, -variables.MODEL_NAME.length - 1),
      retrainMachineArn: retrainArn,
      rollbackMachineArn: rollbackArn,
      registryTableName: variables.REGISTRY_TABLE_NAME,
      artifactBucketName: variables.ARTIFACT_BUCKET_NAME,
      signingKeyId: variables.SIGNING_KEY_ID,
      predictFunctionName: variables.PREDICT_FUNCTION_NAME,
    },
  ];
}

/** Names of the functions that a definition names, in its order. */
function calledFunctions(definition: string): ReadonlySet<string> {
  return new Set([...definition.matchAll(FUNCTION_ARN)].map(([, name = '']) => name));
}

/** Reads one function after the other until every variable is known; null when some are nowhere. */
async function neededEnvironment(
  client: OperatorClients['lambda'],
  functionNames: Iterable<string>,
): Promise<Record<NeededVariable, string> | null> {
  const functions = lambdaFunctionVersions(client);
  let known: Readonly<Record<string, string>> = {};
  for (const functionName of functionNames) {
    known = { ...known, ...(await environmentOf(functions, functionName)) };
    if (hasAll(known)) return known;
  }
  return null;
}

async function environmentOf(functions: FunctionVersions, functionName: string) {
  try {
    return (await functions.readConfiguration(functionName)).environment;
  } catch (error) {
    if (error instanceof FunctionMissing) return {}; // somebody else's machine calls it
    throw error;
  }
}

function hasAll(known: Readonly<Record<string, string>>): known is Record<NeededVariable, string> {
  return neededVariables.every((name) => known[name] !== undefined);
}
