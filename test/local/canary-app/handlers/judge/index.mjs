import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';

const cloudWatch = new CloudWatchClient({});
const lambda = new LambdaClient({});
const functionName = process.env.PREDICT_FUNCTION_NAME;

const dimensions = (functionVersion) => [
  { Name: 'FunctionName', Value: functionName },
  { Name: 'Resource', Value: `${functionName}:live` },
  { Name: 'ExecutedVersion', Value: functionVersion },
];

/** Says whether the canary is still there, and whether it has been watched for a day. */
export const handler = async ({ functionVersion, since }) => {
  const { RoutingConfig } = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: 'live' }));
  if (!(functionVersion in (RoutingConfig?.AdditionalVersionWeights ?? {}))) return { decision: 'stand-down' };
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(since),
      EndTime: new Date(),
      MetricDataQueries: ['Invocations', 'Errors'].map((MetricName) => ({
        Id: MetricName.toLowerCase(),
        MetricStat: {
          Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: dimensions(functionVersion) },
          Period: 60,
          Stat: 'Sum',
        },
      })),
    }),
  );
  const sums = MetricDataResults.map(({ Values }) => Values.reduce((sum, value) => sum + value, 0));
  const watched = Date.now() - Date.parse(since) >= 23.9 * 3_600_000;
  return { decision: watched ? 'promote' : 'continue', invocations: sums[0], errors: sums[1] };
};
