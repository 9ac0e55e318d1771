import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';

/** Region, credentials and endpoints come from the environment, as Lambda sets it; throttled calls are tried again. */
const settings = { maxAttempts: 5 };

export const cloudWatch = () => new CloudWatchClient(settings);
export const dynamoDb = () => new DynamoDBClient(settings);
export const eventBridge = () => new EventBridgeClient(settings);
export const kms = () => new KMSClient(settings);
export const lambda = () => new LambdaClient(settings);
export const s3 = () => new S3Client(settings);
export const stepFunctions = () => new SFNClient(settings);
export const sns = () => new SNSClient(settings);
