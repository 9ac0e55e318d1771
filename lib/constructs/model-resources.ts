import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { probationAlarmKinds, resourceNames } from '../domain/resource-names.ts';
import type { StoreResources } from './access/grants.ts';
import type { ModelPlatform } from './platform/model-platform.ts';
import type { OutcomeStore } from './serving/outcome-store.ts';

/** ARNs of all that a model's steps may have rights on. Machines and alarms are named before they exist. */
export function modelResources(
  scope: Construct,
  modelName: string,
  platform: ModelPlatform,
  store: OutcomeStore,
  definitionObjectArn: string,
): StoreResources {
  const stack = Stack.of(scope);
  const names = resourceNames(platform.platformName, modelName);
  const named = (service: string, resource: string, resourceName: string) =>
    stack.formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return {
    modelName,
    registryTableArn: platform.registryTable.tableArn,
    artifactBucketArn: platform.artifactBucket.bucketArn,
    dataKeyArn: platform.dataKey.keyArn,
    signingKeyArn: platform.signingKey.keyArn,
    definitionObjectArn,
    predictionsTableArn: store.predictionsTable.tableArn,
    outcomesTableArn: store.outcomesTable.tableArn,
    retrainMachineArn: named('states', 'stateMachine', names.retrainMachine),
    retrainExecutionsArn: named('states', 'execution', `${names.retrainMachine}:*`),
    alarmArns: (['challenger-errors', ...probationAlarmKinds] as const).map((kind) =>
      named('cloudwatch', 'alarm', names.alarm(kind)),
    ),
  };
}
