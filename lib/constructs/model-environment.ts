import type { ModelDefinition } from '../domain/definition/model-definition.ts';
import { probationAlarmKinds, resourceNames } from '../domain/resource-names.ts';
import type { TrainingEngine } from '../domain/training-engine/training-place.ts';
import type { StoreResources } from './access/grants.ts';
import type { ModelEnvironment } from './pipeline-steps.ts';
import type { ModelPlatform } from './platform/model-platform.ts';
import type { DefinitionAsset } from './serving/definition-asset.ts';
import type { OutcomeStore } from './serving/outcome-store.ts';

/** Variables of all steps of one model, apart from the serving function's name, which the serving function itself lacks. */
export function modelEnvironment(
  definition: ModelDefinition,
  platform: ModelPlatform,
  store: OutcomeStore,
  asset: DefinitionAsset,
  resources: StoreResources,
  engines: readonly TrainingEngine[],
): Omit<ModelEnvironment, 'PREDICT_FUNCTION_NAME'> {
  const names = resourceNames(platform.platformName, definition.name);
  return {
    MODEL_NAME: definition.name,
    REGISTRY_TABLE_NAME: platform.registryTable.tableName,
    ARTIFACT_BUCKET_NAME: platform.artifactBucket.bucketName,
    SIGNING_KEY_ID: platform.signingKey.keyId,
    PREDICTIONS_TABLE_NAME: store.predictionsTable.tableName,
    PREDICTION_DAYS: String(definition.retention.predictionDays),
    OUTCOMES_TABLE_NAME: store.outcomesTable.tableName,
    SLOW_ANSWER_MILLISECONDS: String(definition.limits.canary.maximumResponseMilliseconds),
    CHALLENGER_ALARM_NAME: names.alarm('challenger-errors'),
    PROBATION_ALARM_NAMES: probationAlarmKinds.map(names.alarm).join(','),
    RETRAIN_STATE_MACHINE_ARN: resources.retrainMachineArn,
    TRAINING_ENGINES: engines.join(','),
    ...asset.environment,
  };
}
