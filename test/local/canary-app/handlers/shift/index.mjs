import { GetAliasCommand, LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});
const alias = { FunctionName: process.env.PREDICT_FUNCTION_NAME, Name: 'live' };

/** Gives a version a share of the traffic, or all of it. */
export const handler = async ({ functionVersion, weight }) => {
  const { FunctionVersion, RevisionId } = await lambda.send(new GetAliasCommand(alias));
  const whole = weight === 1;
  await lambda.send(
    new UpdateAliasCommand({
      ...alias,
      RevisionId,
      FunctionVersion: whole ? functionVersion : FunctionVersion,
      RoutingConfig: { AdditionalVersionWeights: whole ? {} : { [functionVersion]: weight } },
    }),
  );
  return { weight };
};
