import { GetAliasCommand, LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});
const alias = { FunctionName: process.env.PREDICT_FUNCTION_NAME, Name: 'live' };

/** Gives all traffic back to the main version, if the accused one has any. */
export const handler = async ({ accused }) => {
  const { FunctionVersion, RevisionId, RoutingConfig } = await lambda.send(new GetAliasCommand(alias));
  if (!(accused in (RoutingConfig?.AdditionalVersionWeights ?? {}))) return { restored: false };
  const all = { AdditionalVersionWeights: {} };
  await lambda.send(new UpdateAliasCommand({ ...alias, RevisionId, FunctionVersion, RoutingConfig: all }));
  return { restored: true };
};
