import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});
const FunctionName = process.env.PREDICT_FUNCTION_NAME;

const updated = async () => {
  const { LastUpdateStatus } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  if (LastUpdateStatus === 'Successful') return;
  await new Promise((resolve) => setTimeout(resolve, 500));
  return updated();
};

/** Publishes a version that behaves as asked. */
export const handler = async ({ behaviour }) => {
  // without a change nothing new would be published
  const Environment = { Variables: { BEHAVIOUR: behaviour, RELEASED_AT: String(Date.now()) } };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
  await updated();
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  return { functionVersion: Version };
};
