import { dynamoDb, lambda } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { lambdaFunctionVersions } from '../lib/aws/lambda-function-versions.ts';
import { lambdaLiveAlias } from '../lib/aws/lambda-live-alias.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import type { PublishingPorts } from '../lib/domain/protocol/publish-version.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';

export interface ReleaseEnvironment {
  readonly MODEL_NAME: string;
  readonly REGISTRY_TABLE_NAME: string;
  readonly PREDICT_FUNCTION_NAME: string;
}

/** The ports of every step that decides about traffic, on AWS. */
export function releasePorts(environment: ReleaseEnvironment): ReleasePorts & PublishingPorts {
  const client = lambda();
  return {
    modelName: environment.MODEL_NAME,
    functionName: environment.PREDICT_FUNCTION_NAME,
    ledger: dynamoDbLedger(dynamoDb(), environment.REGISTRY_TABLE_NAME),
    alias: lambdaLiveAlias(client),
    functions: lambdaFunctionVersions(client),
    clock: systemClock,
  };
}
