import type { DeployedModel } from '../aws/deployed-models.ts';
import { dynamoDbLedger } from '../aws/dynamodb-ledger.ts';
import { dynamoDbSentNotices } from '../aws/dynamodb-sent-notices.ts';
import { dynamoDbVersionRecords } from '../aws/dynamodb-version-records.ts';
import { kmsSigner } from '../aws/kms-signer.ts';
import { lambdaFunctionVersions } from '../aws/lambda-function-versions.ts';
import { lambdaLiveAlias } from '../aws/lambda-live-alias.ts';
import type { OperatorClients } from '../aws/operator-clients.ts';
import { runningExecutions } from '../aws/running-executions.ts';
import { s3ArtifactStore } from '../aws/s3-artifact-store.ts';
import { s3DecisionRecords } from '../aws/s3-decision-records.ts';
import { stepFunctionsExecutions } from '../aws/step-functions-executions.ts';
import type { ModelConnection } from './model-connection.ts';

type Surroundings = 'place' | 'clock' | 'goesOn' | 'consoleLink';

/** A deployed model behind the same adapters that its steps use. */
export function modelAdapters(
  { dynamoDb, kms, lambda, s3, stepFunctions }: OperatorClients,
  model: DeployedModel,
): Omit<ModelConnection, Surroundings> {
  const { modelName, platformName, registryTableName, retrainMachineArn, rollbackMachineArn } = model;
  return {
    modelName,
    platformName,
    ledger: dynamoDbLedger(dynamoDb, registryTableName),
    records: dynamoDbVersionRecords(dynamoDb, registryTableName),
    store: s3ArtifactStore(s3, model.artifactBucketName),
    decisions: s3DecisionRecords(s3, model.artifactBucketName),
    signer: kmsSigner(kms, model.signingKeyId),
    alias: lambdaLiveAlias(lambda),
    functions: lambdaFunctionVersions(lambda),
    notices: dynamoDbSentNotices(dynamoDb, registryTableName),
    functionName: model.predictFunctionName,
    executions: stepFunctionsExecutions(stepFunctions),
    retrainMachineArn,
    rollbackMachineArn,
    running: async () => {
      const machines = [retrainMachineArn, rollbackMachineArn];
      const running = await Promise.all(machines.map((machine) => runningExecutions(stepFunctions, machine)));
      return running.flat();
    },
  };
}
