import type { Agent } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { dynamoDb, kms, lambda, s3, stepFunctions } from './clients.ts';

/** The services that somebody works with who looks after a model. */
export interface OperatorClients {
  readonly dynamoDb: DynamoDBClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
}

/** Clients for the account and region that the environment names. */
export function awsOperatorClients(): OperatorClients {
  return { dynamoDb: dynamoDb(), kms: kms(), lambda: lambda(), s3: s3(), stepFunctions: stepFunctions() };
}

/** Where the services of a run on this machine are. */
export interface LocalEndpoints {
  readonly region: string;
  readonly agent: Agent;
  /** `http://<address>:<port>` of a service. */
  readonly url: (service: 'dynamodb' | 'kms' | 'lambda' | 's3' | 'states') => string;
}

/** Clients whose requests go to a run on this machine; nothing reaches AWS. */
export function localOperatorClients({ region, agent, url }: LocalEndpoints): OperatorClients {
  const settings = {
    region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'of a run on this machine' },
    requestHandler: { httpAgent: agent },
  };
  return {
    dynamoDb: new DynamoDBClient({ ...settings, endpoint: url('dynamodb') }),
    kms: new KMSClient({ ...settings, endpoint: url('kms') }),
    lambda: new LambdaClient({ ...settings, endpoint: url('lambda') }),
    s3: new S3Client({ ...settings, endpoint: url('s3'), forcePathStyle: true }),
    stepFunctions: new SFNClient({ ...settings, endpoint: url('states') }),
  };
}
