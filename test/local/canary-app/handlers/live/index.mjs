import { CreateAliasCommand, LambdaClient, PublishVersionCommand } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});

/** Publishes the first version and creates the alias, once. */
export const handler = async ({ RequestType, ResourceProperties: { FunctionName } }) => {
  if (RequestType !== 'Create') return { PhysicalResourceId: FunctionName };
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }));
  return { PhysicalResourceId: FunctionName };
};
